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

    private static async Task<long> CountAsync(TenancyBench bench)
    {
        await using var beside = await bench.OpenBesideAsync(bench.A);
        return await beside.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM StoredFiles");
    }
}
