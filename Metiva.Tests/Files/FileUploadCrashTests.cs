using Dapper;
using Metiva.Domain.Access;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Files;

/// <summary>Uploads in a process that is killed at each step, and what the next one makes of the rest.</summary>
public sealed class FileUploadCrashTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("metiva-upload-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData("part-stored", 0)]
    [InlineData("part-kept", FileUploadChild.Part)]
    [InlineData("whole-stored", FileUploadChild.Size)]
    public async Task An_upload_in_parts_goes_on_where_it_was_acknowledged(string step, int acknowledged)
    {
        Assert.False(await TestProgram.LivesAsync(FileUploadChild.Command, directory, "parts", step));
        await using var bench = await FileUploadChild.StartAsync(directory);
        using var scope = bench.As(Role.Owner, bench.A);
        var standing = Assert.Single((await scope.Get<UploadQuery>().Run(inPortal: false, default)).Value);
        Assert.Equal(acknowledged, standing.Received);
        Assert.Equal(0, await CountAsync(bench));

        var id = await FileUploadChild.GoOnAsync(scope);
        await using var content = (await scope.Get<FileDownloadQuery>().Run(id, inPortal: false, default)).Value.Content;
        var read = new MemoryStream();
        await content.CopyToAsync(read);
        Assert.Equal(FileUploadChild.Content, read.ToArray());
        Assert.Equal(1, await CountAsync(bench));
    }

    [Theory]
    [InlineData("whole", "content-stored", 0)]
    [InlineData("whole", "file-kept", 1)]
    [InlineData("parts", "file-kept", 1)]
    public async Task A_file_is_there_with_its_content_or_not_at_all(string how, string step, int files)
    {
        Assert.False(await TestProgram.LivesAsync(FileUploadChild.Command, directory, how, step));
        await using var bench = await FileUploadChild.StartAsync(directory);
        using var scope = bench.As(Role.Owner, bench.A);
        await using var beside = await bench.OpenBesideAsync(bench.A);
        var ids = (await beside.QueryAsync<string>("SELECT Id FROM StoredFiles")).ToList();
        Assert.Equal(files, ids.Count);
        foreach (var id in ids)
        {
            await using var content = (await scope.Get<FileDownloadQuery>().Run(Guid.Parse(id), inPortal: false, default)).Value.Content;
            Assert.Equal(FileUploadChild.Size, content.Length);
        }
    }

    [Fact]
    public async Task What_was_half_stored_is_no_file_and_goes()
    {
        Assert.False(await TestProgram.LivesAsync(FileUploadChild.Command, directory, "whole", "half-read"));
        var left = Assert.Single(StoredNames());
        Assert.EndsWith(".tmp", left, StringComparison.Ordinal);
        await using var bench = await FileUploadChild.StartAsync(directory);
        Assert.Equal(0, await CountAsync(bench));
        Assert.Equal(new SweptCompany(0, 0, 1), await FileUploadChild.SweepAsync(bench));
        Assert.Empty(StoredNames());
    }

    [Fact]
    public async Task An_upload_that_was_given_up_stays_so_and_its_parts_go()
    {
        Assert.False(await TestProgram.LivesAsync(FileUploadChild.Command, directory, "cancel", "upload-cancelled"));
        await using var bench = await FileUploadChild.StartAsync(directory);
        using var scope = bench.As(Role.Owner, bench.A);
        Assert.Empty((await scope.Get<UploadQuery>().Run(inPortal: false, default)).Value);
        Assert.Equal(0, (await scope.Get<StorageUseQuery>().Run(default)).Value.Used);
        Assert.Single(StoredNames());
        Assert.Equal(new SweptCompany(0, 0, 1), await FileUploadChild.SweepAsync(bench));
        Assert.Empty(StoredNames());
    }

    [Theory]
    [InlineData("rows-removing", 2, 1)]
    [InlineData("rows-swept", 1, 0)]
    public async Task A_purge_that_was_broken_off_is_ended_by_the_next_and_takes_nothing_else(string step, int rows, int purged)
    {
        Assert.False(await TestProgram.LivesAsync(FileUploadChild.Command, directory, "sweep", step));
        await using var bench = await FileUploadChild.StartAsync(directory);
        Assert.Equal(rows, await CountAsync(bench));
        Assert.Equal(2, StoredNames().Count);

        Assert.Equal(new SweptCompany(purged, 0, 1), await FileUploadChild.SweepAsync(bench));
        Assert.Equal(new SweptCompany(0, 0, 0), await FileUploadChild.SweepAsync(bench));
        using var scope = bench.As(Role.Owner, bench.A);
        await using var beside = await bench.OpenBesideAsync(bench.A);
        var kept = Guid.Parse(await beside.QuerySingleAsync<string>("SELECT Id FROM StoredFiles"));
        await using var content = (await scope.Get<FileDownloadQuery>().Run(kept, inPortal: false, default)).Value.Content;
        Assert.Equal(FileUploadChild.Part, content.Length);
        Assert.Single(StoredNames());
        Assert.Equal(FileUploadChild.Part, (await scope.Get<StorageUseQuery>().Run(default)).Value.Used);
        Assert.Equal(1, await beside.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM AuditRecords WHERE Action = 'files.purged'"));
    }

    private List<string> StoredNames() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(directory, "files"), "*", SearchOption.AllDirectories)
                .Where(path => Path.GetFileName(path) != "lock"),
        ];

    private static async Task<long> CountAsync(TenancyBench bench)
    {
        await using var beside = await bench.OpenBesideAsync(bench.A);
        return await beside.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM StoredFiles");
    }
}
