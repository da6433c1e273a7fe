using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Connections;

/// <summary>Files on which companies A and B have one audit record each, "of A" and "of B". Made once, and copied for each test.</summary>
public sealed class MarkedFiles : IDisposable
{
    public static readonly CompanyId A = new(Guid.Parse("aaaaaaaa-0000-4000-8000-000000000000"));
    public static readonly CompanyId B = new(Guid.Parse("bbbbbbbb-0000-4000-8000-000000000000"));

    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    private MarkedFiles() { }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("metiva-swap-").FullName;

    public static async Task<MarkedFiles> CopyAsync()
    {
        var template = await Made.Value;
        var files = new MarkedFiles();
        foreach (var file in System.IO.Directory.GetFiles(template, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(files.Directory, Path.GetRelativePath(template, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return files;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    public string PathOf(CompanyId company) => Path.Combine(Directory, "companies", company.ToString(), "company.db");

    public void SwapDirectories()
    {
        var a = Path.GetDirectoryName(PathOf(A))!;
        var b = Path.GetDirectoryName(PathOf(B))!;
        System.IO.Directory.Move(a, a + ".aside");
        System.IO.Directory.Move(b, a);
        System.IO.Directory.Move(a + ".aside", b);
    }

    internal static async Task MarkAsync(TenancyBench bench, CompanyId company, string mark)
    {
        using var scope = bench.As(Role.Owner, company);
        var result = await scope
            .Get<CompanyDatabase>()
            .WriteAsync<int>(
                (write, _) =>
                {
                    write.Audit("test.marked", "Test", "1", mark);
                    return Task.FromResult<Metiva.Domain.Shared.Result<int>>(1);
                },
                CancellationToken.None
            );
        Assert.True(result.Ok);
    }

    internal static async Task<List<string>> MarksAsync(TenancyBench bench, CompanyId company)
    {
        using var scope = bench.As(Role.Owner, company);
        return await scope
            .Get<CompanyDatabase>()
            .ReadAsync(
                async (connection, _) =>
                    (await connection.QueryAsync<string>("SELECT Summary FROM AuditRecords ORDER BY Sequence")).AsList(),
                CancellationToken.None
            );
    }

    internal static async Task<BindingOutcome> RefusalAsync(TenancyBench bench, CompanyId company) =>
        (await Assert.ThrowsAsync<BindingRefusedException>(() => MarksAsync(bench, company))).Outcome;

    private static async Task<string> MakeAsync()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("metiva-swap-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.Directory.Delete(directory, recursive: true);
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory, onSqlServer: false);
        await MarkAsync(bench, A, "of A");
        await MarkAsync(bench, B, "of B");
        return directory;
    }
}
