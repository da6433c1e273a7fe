using System.Text;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Files;

/// <summary>Files of a company, with a second company present and people of every role.</summary>
public sealed class CompanyFileTests : IAsyncLifetime
{
    private TenancyBench bench = null!;

    public async Task InitializeAsync() => bench = await TenancyBench.StartAsync();

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task What_is_uploaded_comes_back_to_the_own_company_and_is_unknown_to_the_other()
    {
        var id = await UploadAsync(Role.Owner, bench.A, "plan.txt", "geheim van Alfa");
        Assert.Equal("geheim van Alfa", await ReadAsync(Role.Owner, bench.A, id));
        using var other = bench.As(Role.Owner, bench.B);
        Assert.IsType<NotFound>((await other.Get<FileDownloadQuery>().Run(id, inPortal: false, default)).Error);
        Assert.IsType<NotFound>((await other.Get<ChangeFile>().Run(new(id, 1, "b.txt", null), default)).Error);
        Assert.IsType<NotFound>((await other.Get<PublishFile>().Run(new(id, 1, true), default)).Error);
        Assert.IsType<NotFound>((await other.Get<RemoveFile>().Run(new(id, 1), default)).Error);
    }

    [Theory]
    [InlineData("../../../etc/passwd", "passwd")]
    [InlineData(@"..\..\windows\system32\cmd.exe", "cmd.exe")]
    [InlineData("/etc/shadow", "shadow")]
    [InlineData("..", "file")]
    [InlineData("CON.txt", "_CON.txt")]
    public async Task A_name_that_climbs_out_names_nothing_but_the_file(string name, string expected)
    {
        var id = await UploadAsync(Role.Owner, bench.A, name, "inhoud");
        using var scope = bench.As(Role.Owner, bench.A);
        var found = (await scope.Get<FileDownloadQuery>().Run(id, inPortal: false, default)).Value;
        await using var content = found.Content;
        Assert.Equal(expected, found.Name);
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(bench.DataDirectory, "files"), "*", SearchOption.AllDirectories),
            path => Assert.Matches("^(lock|[0-9a-f]{64})$", Path.GetFileName(path))
        );
    }

    [Fact]
    public async Task Marketing_reaches_its_own_files_only_and_the_client_what_was_shown_and_its_own()
    {
        var theirs = await UploadAsync(Role.Owner, bench.A, "eigenaar.txt", "van de eigenaar");
        var own = await UploadAsync(Role.Marketing, bench.A, "marketing.txt", "van marketing");
        using var marketing = bench.As(Role.Marketing, bench.A);
        Assert.IsType<NotFound>((await marketing.Get<FileDownloadQuery>().Run(theirs, inPortal: false, default)).Error);
        Assert.IsType<NotFound>((await marketing.Get<ChangeFile>().Run(new(theirs, 1, "x", null), default)).Error);
        Assert.Equal("van marketing", await ReadAsync(Role.Marketing, bench.A, own));

        using var client = bench.As(Role.Client, bench.A);
        Assert.IsType<NotFound>((await client.Get<FileDownloadQuery>().Run(theirs, inPortal: true, default)).Error);
        Assert.IsType<PermissionDenied>((await client.Get<FileDownloadQuery>().Run(theirs, inPortal: false, default)).Error);
        var sent = await UploadAsync(Role.Client, bench.A, "klant.txt", "van de klant");
        Assert.Equal("van de klant", await ReadAsync(Role.Client, bench.A, sent));
        using var owner = bench.As(Role.Owner, bench.A);
        Assert.True((await owner.Get<PublishFile>().Run(new(theirs, 1, true), default)).Ok);
        Assert.Equal("van de eigenaar", await ReadAsync(Role.Client, bench.A, theirs));
    }

    [Fact]
    public async Task A_part_in_the_wrong_place_is_told_the_right_one_and_nobody_else_goes_on_with_it()
    {
        using var scope = bench.As(Role.Owner, bench.A);
        var begun = (await scope.Get<StartUpload>().Run(new("groot.bin", null, 10, 1, InPortal: false), default)).Value;
        var kept = await scope.Get<AddUploadPart>().Run(new(begun.Id, 0, Text("0123"), InPortal: false), default);
        Assert.Equal(4, kept.Value.Received);
        Assert.Equal(
            new WrongOffset(4),
            (await scope.Get<AddUploadPart>().Run(new(begun.Id, 0, Text("0123"), InPortal: false), default)).Error
        );
        Assert.Equal(new UploadIncomplete(4), (await scope.Get<FinishUpload>().Run(new(begun.Id, InPortal: false), default)).Error);
        Assert.IsType<FileTooLarge>(
            (await scope.Get<AddUploadPart>().Run(new(begun.Id, 4, Text("4567890"), InPortal: false), default)).Error
        );
        using var colleague = bench.As(Role.Admin, bench.A);
        Assert.IsType<NotFound>(
            (await colleague.Get<AddUploadPart>().Run(new(begun.Id, 4, Text("456789"), InPortal: false), default)).Error
        );
        using var other = bench.As(Role.Owner, bench.B);
        Assert.IsType<NotFound>((await other.Get<CancelUpload>().Run(new(begun.Id, InPortal: false), default)).Error);

        // The same file once more, as after the page was closed.
        var again = (await scope.Get<StartUpload>().Run(new("groot.bin", null, 10, 1, InPortal: false), default)).Value;
        Assert.Equal((begun.Id, 4), (again.Id, again.Received));
        await scope.Get<AddUploadPart>().Run(new(begun.Id, 4, Text("456789"), InPortal: false), default);
        var id = (await scope.Get<FinishUpload>().Run(new(begun.Id, InPortal: false), default)).Value;
        Assert.Equal(id, (await scope.Get<FinishUpload>().Run(new(begun.Id, InPortal: false), default)).Value);
        Assert.Equal("0123456789", await ReadAsync(Role.Owner, bench.A, id));
    }

    [Fact]
    public async Task Two_uploads_at_once_do_not_pass_the_quota_together()
    {
        await UploadAsync(Role.Owner, bench.A, "vol.txt", "x");
        await using (var beside = await bench.OpenBesideAsync(bench.A))
        {
            await beside.ExecuteAsync("UPDATE StoredFiles SET Size = 9999999000");
        }

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => TryAsync($"{number}{new string('y', 599)}")));
        Assert.Equal(1, results.Count(result => result.Ok));
        Assert.All(results.Where(result => !result.Ok), result => Assert.IsType<StorageFull>(result.Error));
        using var scope = bench.As(Role.Owner, bench.A);
        Assert.IsType<StorageFull>((await scope.Get<StartUpload>().Run(new("a", null, 401, 1, InPortal: false), default)).Error);
        Assert.True((await scope.Get<StartUpload>().Run(new("a", null, 400, 1, InPortal: false), default)).Ok);
        Assert.IsType<StorageFull>((await scope.Get<StartUpload>().Run(new("b", null, 1, 1, InPortal: false), default)).Error);
        Assert.True((await scope.Get<StorageUseQuery>().Run(default)).Value.IsFull);

        async Task<Result<Guid>> TryAsync(string text)
        {
            using var mine = bench.As(Role.Owner, bench.A);
            return await mine.Get<UploadFile>().Run(new("y.txt", null, Text(text), null, InPortal: false), default);
        }
    }

    [Fact]
    public async Task What_is_removed_can_be_taken_back_until_it_is_purged_and_its_content_goes_last()
    {
        var kept = await UploadAsync(Role.Owner, bench.A, "blijft.txt", "blijft");
        var gone = await UploadAsync(Role.Owner, bench.A, "weg.txt", "weg");
        using var owner = bench.As(Role.Owner, bench.A);
        Assert.True((await owner.Get<RemoveFile>().Run(new(gone, 1), default)).Ok);
        Assert.IsType<NotFound>((await owner.Get<FileDownloadQuery>().Run(gone, inPortal: false, default)).Error);
        Assert.True((await owner.Get<RestoreFile>().Run(new(gone, 2), default)).Ok);
        Assert.Equal("weg", await ReadAsync(Role.Owner, bench.A, gone));
        Assert.True((await owner.Get<RemoveFile>().Run(new(gone, 3), default)).Ok);

        var later = new ManualTime(TimeProvider.System.GetUtcNow() + StoredFile.InBin + TimeSpan.FromDays(1));
        var sweeper = ActivatorUtilities.CreateInstance<FileSweeper>(bench.Services, later);
        var company = bench.Services.GetRequiredService<Snapshots>().Catalog.Find(bench.A)!;
        Assert.Equal(new SweptCompany(1, 0, 1), await sweeper.SweepAsync(company, default));
        Assert.Equal(new SweptCompany(0, 0, 0), await sweeper.SweepAsync(company, default));
        Assert.Equal("blijft", await ReadAsync(Role.Owner, bench.A, kept));
        await using var beside = await bench.OpenBesideAsync(bench.A);
        Assert.Equal("Metiva", await beside.QuerySingleAsync<string>("SELECT PersonName FROM AuditRecords WHERE Action = 'files.purged'"));
    }

    [Fact]
    public async Task Two_nodes_that_make_a_companys_key_at_once_end_with_one()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => NewStores()).ToList();
        var opened = await Task.WhenAll(stores.Select(node => node.OpenAsync(bench.B, default)));
        var hash = FilesDirectory.HashOf([1]);
        Assert.Single(opened.Select(store => store.NameOf(hash)).Distinct());
    }

    [Fact]
    public async Task Erasing_makes_a_copy_from_before_unreadable_and_leaves_the_other_company_alone()
    {
        var id = await UploadAsync(Role.Owner, bench.A, "a.txt", "van A");
        var other = await UploadAsync(Role.Owner, bench.B, "b.txt", "van B");
        var place = Path.Combine(bench.DataDirectory, "files", bench.A.ToString());
        var copy = place + "-copy";
        Copy(place, copy);
        var erasure = bench.Services.GetRequiredService<CompanyFileErasure>();
        await erasure.EraseAsync(bench.A, _ => Task.CompletedTask, default);
        await erasure.EraseAsync(bench.A, _ => Task.CompletedTask, default);
        Assert.False(Directory.Exists(place));
        Assert.Null(await bench.Services.GetRequiredService<ICredentialVault>().ReadAsync(SecretName.CompanyFiles(bench.A), default));

        // Put back as from a backup, it is noise: also under a key that is made anew.
        Copy(copy, place);
        using var scope = bench.As(Role.Owner, bench.A);
        Assert.IsType<ContentMissing>((await scope.Get<FileDownloadQuery>().Run(id, inPortal: false, default)).Error);
        await UploadAsync(Role.Owner, bench.A, "nieuw.txt", "nieuw");
        Assert.IsType<ContentMissing>((await scope.Get<FileDownloadQuery>().Run(id, inPortal: false, default)).Error);
        Assert.Equal("van B", await ReadAsync(Role.Owner, bench.B, other));
    }

    [Fact]
    public async Task Whoever_views_as_a_client_sends_nothing_and_sees_only_what_was_shown()
    {
        var own = await UploadAsync(Role.Owner, bench.A, "eigen.txt", "eigen");
        using var viewing = bench.As(bench.Person(Role.Owner, bench.A), viewAsClient: true);
        Assert.IsType<NotFound>((await viewing.Get<FileDownloadQuery>().Run(own, inPortal: true, default)).Error);
        Assert.IsType<PermissionDenied>((await viewing.Get<UploadFile>().Run(new("x", null, Text("x"), 1, InPortal: true), default)).Error);
        Assert.IsType<ViewingAsClient>((await viewing.Get<CompanyFiles>().PutAsync(Text("x"), 9, default)).Error);
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    private CompanyFileStores NewStores() =>
        ActivatorUtilities.CreateInstance<CompanyFileStores>(bench.Services, Path.Combine(bench.DataDirectory, "files"));

    private async Task<Guid> UploadAsync(Role role, CompanyId company, string name, string text)
    {
        using var scope = bench.As(role, company);
        var command = new UploadFile.Command(name, null, Text(text), null, role == Role.Client);
        return (await scope.Get<UploadFile>().Run(command, default)).Value;
    }

    private async Task<string> ReadAsync(Role role, CompanyId company, Guid id)
    {
        using var scope = bench.As(role, company);
        await using var content = (await scope.Get<FileDownloadQuery>().Run(id, role == Role.Client, default)).Value.Content;
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync();
    }
}
