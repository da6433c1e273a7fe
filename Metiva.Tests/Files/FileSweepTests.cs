using Metiva.Tenancy.Files;
using Metiva.Tests.Support;
using Xunit;
using static Metiva.Tests.Files.FilesDirectory;

namespace Metiva.Tests.Files;

public sealed class FileSweepTests : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);
    private readonly ManualTime time = new(TimeProvider.System.GetUtcNow());
    private readonly FilesDirectory directory = new();
    private readonly FileStore store;

    public FileSweepTests() => store = directory.Open(A);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task What_is_kept_and_what_is_young_stays()
    {
        var kept = (await PutAsync(store, Bytes(10, seed: 1))).Hash;
        var orphan = (await PutAsync(store, Bytes(10, seed: 2))).Hash;
        Assert.Equal(new Swept(0, 0), await SweepAsync(kept));
        time.Advance(Grace + TimeSpan.FromMinutes(1));
        var young = (await PutAsync(store, Bytes(10, seed: 3))).Hash;
        Date(young);

        Assert.Equal(new Swept(1, 0), await SweepAsync(kept));
        Assert.Null(store.Open(orphan));
        Assert.Equal(new[] { kept, young }.Select(store.NameOf).Order(), store.Enumerate().Order());
        Assert.Equal(new Swept(0, 0), await SweepAsync(kept));
    }

    [Fact]
    public async Task What_is_put_again_is_young_again_even_while_the_sweep_asks()
    {
        var hash = (await PutAsync(store, Bytes(10))).Hash;
        time.Advance(Grace + TimeSpan.FromMinutes(1));
        var swept = await store.SweepAsync(
            async (names, _) =>
            {
                Assert.Equal([store.NameOf(hash)], names);
                await PutAsync(store, Bytes(10));
                Date(hash);
                return new HashSet<string>();
            },
            Grace,
            time,
            default
        );
        Assert.Equal(new Swept(0, 0), swept);
        Assert.NotNull(await ReadAsync(store, hash));
    }

    [Fact]
    public async Task When_nobody_can_say_what_is_kept_nothing_goes()
    {
        await PutAsync(store, Bytes(10));
        time.Advance(Grace * 2);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            store.SweepAsync((_, _) => throw new InvalidOperationException(), Grace, time, default)
        );
        Assert.Single(store.Enumerate());
    }

    [Fact]
    public async Task What_a_killed_process_left_is_never_opened_and_goes()
    {
        var hash = (await PutAsync(store, Bytes(100_000))).Hash;
        var path = directory.PathOf(store, A, hash);
        var left = Path.Combine(directory.PlaceOf(A), FileStore.Incoming, "0123.tmp");
        File.Move(path, left);
        Assert.Null(store.Open(hash));
        Assert.Empty(store.Enumerate());
        Assert.Equal(new Swept(0, 0), await SweepAsync());
        time.Advance(Grace + TimeSpan.FromMinutes(1));
        Assert.Equal(new Swept(0, 1), await SweepAsync());
        Assert.Empty(directory.Files);
    }

    [Fact]
    public async Task An_upload_that_has_been_silent_for_long_is_not_swept()
    {
        var source = new Waiting();
        var putting = store.PutAsync(source, Enough, default);
        await source.Asked.Task;
        time.Advance(Grace * 24);
        Assert.Equal(new Swept(0, 0), await SweepAsync());
        source.Answer.SetResult();
        Assert.Empty((await ReadAsync(store, (await putting).Hash))!);
    }

    [Fact]
    public async Task Files_of_somebody_else_are_left_alone()
    {
        await PutAsync(store, Bytes(10));
        var name = store.NameOf(HashOf([]));
        var elsewhere = Path.Combine(directory.PlaceOf(A), "ff", name);
        Directory.CreateDirectory(Path.GetDirectoryName(elsewhere)!);
        await File.WriteAllTextAsync(elsewhere, "");
        time.Advance(Grace * 2);
        Assert.Equal(new Swept(1, 0), await SweepAsync());
        Assert.Equal([elsewhere], directory.Files);
    }

    [Fact]
    public async Task An_empty_place_is_swept_without_being_made()
    {
        Assert.Equal(new Swept(0, 0), await SweepAsync());
        Assert.False(Directory.Exists(directory.PlaceOf(A)));
    }

    private Task<Swept> SweepAsync(params string[] kept) =>
        store.SweepAsync(
            (names, _) => Task.FromResult<IReadOnlySet<string>>(kept.Select(store.NameOf).Intersect(names).ToHashSet()),
            Grace,
            time,
            default
        );

    // The system dates a file by its own clock, which does not move with ours.
    private void Date(string hash) => File.SetLastWriteTimeUtc(directory.PathOf(store, A, hash), time.GetUtcNow().UtcDateTime);

    private sealed class Waiting : MemoryStream
    {
        public TaskCompletionSource Asked { get; } = new();

        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Asked.TrySetResult();
            await Answer.Task;
            return 0;
        }
    }
}
