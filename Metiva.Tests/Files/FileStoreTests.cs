using System.Text;
using Metiva.Tenancy.Files;
using Xunit;
using static Metiva.Tests.Files.FilesDirectory;

namespace Metiva.Tests.Files;

public sealed class FileStoreTests : IDisposable
{
    private readonly FilesDirectory directory = new();
    private readonly FileStore store;

    public FileStoreTests() => store = directory.Open(A);

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData((1 << 20) + 7)]
    public async Task What_was_put_comes_back_after_a_restart(int length)
    {
        var plain = Bytes(length);
        Assert.Equal(new StoredContent(HashOf(plain), length), await PutAsync(store, plain));
        Assert.Equal(plain, await ReadAsync(directory.Open(A), HashOf(plain)));
    }

    [Fact]
    public async Task A_source_that_gives_a_few_bytes_at_a_time_is_read_to_its_end()
    {
        var plain = Bytes(200_001);
        var stored = await store.PutAsync(new Source(plain, atOnce: 777), Enough, default);
        Assert.Equal(HashOf(plain), stored.Hash);
        Assert.Equal(plain, await ReadAsync(store, stored.Hash));
    }

    [Fact]
    public async Task The_same_content_is_stored_once()
    {
        await PutAsync(store, Bytes(100_000));
        await PutAsync(store, Bytes(100_000));
        await PutAsync(store, Bytes(100_000, seed: 2));
        Assert.Equal(2, store.Enumerate().Count());
        Assert.Equal(2, directory.Files.Count);
    }

    [Fact]
    public async Task The_same_content_eight_times_at_once_ends_in_one_file()
    {
        var plain = Bytes(300_000);
        var puts = Enumerable.Range(0, 8).Select(_ => Task.Run(() => PutAsync(directory.Open(A), plain)));
        Assert.All(await Task.WhenAll(puts.ToList()), stored => Assert.Equal(HashOf(plain), stored.Hash));
        Assert.Single(directory.Files);
        Assert.Equal(plain, await ReadAsync(store, HashOf(plain)));
    }

    [Fact]
    public async Task What_is_being_read_can_be_put_again_and_deleted_meanwhile()
    {
        var plain = Bytes(200_000);
        var hash = (await PutAsync(store, plain)).Hash;
        await using var reading = store.Open(hash)!;
        await PutAsync(store, plain);
        store.Delete(hash);
        var read = new byte[plain.Length];
        await reading.ReadExactlyAsync(read);
        Assert.Equal(plain, read);
    }

    [Fact]
    public async Task Putting_it_again_mends_what_was_damaged()
    {
        var plain = Bytes(10);
        var hash = (await PutAsync(store, plain)).Hash;
        await File.WriteAllBytesAsync(directory.PathOf(store, A, hash), []);
        await Assert.ThrowsAsync<FileDamagedException>(() => ReadAsync(store, hash));
        await PutAsync(store, plain);
        Assert.Equal(plain, await ReadAsync(store, hash));
    }

    [Fact]
    public async Task Nothing_on_disk_tells_what_it_is()
    {
        var plain = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("geheim van het bedrijf ", 9_000)));
        var ofA = (await PutAsync(store, plain)).Hash;
        await PutAsync(directory.Open(B), plain);
        Assert.Equal(2, directory.Files.Select(Path.GetFileName).Distinct(StringComparer.Ordinal).Count());
        Assert.All(
            directory.Files,
            path =>
            {
                Assert.DoesNotContain(ofA, path, StringComparison.Ordinal);
                Assert.Equal(-1, File.ReadAllBytes(path).AsSpan().IndexOf("geheim"u8));
            }
        );
    }

    [Fact]
    public async Task Files_and_directories_are_for_their_owner_only()
    {
        await PutAsync(store, Bytes(1));
        const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var all = Directory.EnumerateFileSystemEntries(directory.Root, "*", SearchOption.AllDirectories);
        Assert.All(
            all,
            path => Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == UnixFileMode.None, path)
        );
    }

    [Fact]
    public async Task As_long_as_allowed_is_taken_and_a_byte_more_leaves_nothing()
    {
        await store.PutAsync(new MemoryStream(Bytes(65_536)), 65_536, default);
        var refusal = await Assert.ThrowsAsync<FileTooLongException>(() =>
            store.PutAsync(new MemoryStream(Bytes(65_537)), 65_536, default)
        );
        Assert.Equal(65_536, refusal.AtMost);
        await Assert.ThrowsAsync<FileTooLongException>(() => store.PutAsync(new MemoryStream([1]), 0, default));
        Assert.Single(directory.Files);
    }

    [Fact]
    public async Task A_source_that_fails_midway_leaves_nothing()
    {
        var source = new Source(Bytes(200_000), atOnce: 5_000, atEnd: () => throw new IOException("weg"));
        Assert.Equal("weg", (await Assert.ThrowsAsync<IOException>(() => store.PutAsync(source, Enough, default))).Message);
        Assert.Empty(directory.Files);
    }

    [Fact]
    public async Task Giving_up_midway_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        var source = new Source(Bytes(200_000), atOnce: 5_000, atEnd: stop.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutAsync(source, Enough, stop.Token));
        Assert.Empty(directory.Files);
    }

    [Fact]
    public async Task Deleting_takes_it_away_and_may_be_repeated()
    {
        var hash = (await PutAsync(store, Bytes(10))).Hash;
        store.Delete(hash);
        store.Delete(hash);
        Assert.Null(store.Open(hash));
        Assert.Empty(directory.Files);
    }

    [Fact]
    public void An_unknown_hash_opens_nothing() => Assert.Null(store.Open(HashOf([])));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("../aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85\u0661")]
    public void What_is_no_hash_is_refused(string hash)
    {
        Assert.Throws<ArgumentException>(() => store.Open(hash));
        Assert.Throws<ArgumentException>(() => store.Delete(hash));
        Assert.Throws<ArgumentException>(() => store.NameOf(hash));
    }

    [Fact]
    public async Task A_store_that_was_closed_takes_nothing_in()
    {
        store.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => PutAsync(store, [1]));
        Assert.Empty(directory.Files);
        Assert.Throws<ArgumentException>(() => new FileStore(directory.Root, new byte[16], A));
    }

    /// <summary>Gives its bytes a few at a time; then something happens.</summary>
    private sealed class Source(byte[] bytes, int atOnce, Action? atEnd = null) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (Position == Length)
            {
                atEnd?.Invoke();
            }

            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, atOnce)], cancellationToken);
        }
    }
}
