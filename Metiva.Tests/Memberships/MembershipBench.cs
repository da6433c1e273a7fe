using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Memberships;

/// <summary>What the tests of memberships ask about the two databases behind the bench.</summary>
internal static class MembershipBench
{
    /// <summary>The audit of a company, as "action summary" in the order written.</summary>
    public static async Task<List<string>> AuditAsync(this TenancyBench bench, CompanyId company)
    {
        await using var connection = await bench.OpenBesideAsync(company);
        var lines = await connection.QueryAsync<(string Action, string Summary)>(
            "SELECT Action, Summary FROM AuditRecords ORDER BY Sequence"
        );
        return await connection.ReadableAsync([.. lines.Select(line => $"{line.Action} {line.Summary}")]);
    }

    /// <summary>Runs a statement in a company's database, beside the host.</summary>
    public static async Task SqlAsync(this TenancyBench bench, CompanyId company, string sql)
    {
        await using var connection = await bench.OpenBesideAsync(company);
        await connection.ExecuteAsync(sql);
    }

    /// <summary>From here on the company's audit takes no record.</summary>
    public static Task FillAuditAsync(this TenancyBench bench, CompanyId company) =>
        bench.SqlAsync(
            company,
            bench.IsOnSqlServer
                ? "CREATE TRIGGER dbo.AuditIsFull ON dbo.AuditRecords AFTER INSERT AS THROW 51000, 'no more records', 1"
                : "CREATE TRIGGER AuditIsFull BEFORE INSERT ON AuditRecords BEGIN SELECT RAISE(ABORT, 'no more records'); END"
        );

    /// <summary>Takes the company's database away, as an accident would.</summary>
    public static async Task LoseDatabaseAsync(this TenancyBench bench, CompanyId company)
    {
        if (!bench.IsOnSqlServer)
        {
            Directory.Delete(Path.GetDirectoryName(bench.FileOf(company))!, recursive: true);
            return;
        }

        var entry = bench.Services.GetRequiredService<Snapshots>().Catalog.Find(company)!;
        bench.Services.GetRequiredService<IDatabaseEngine>().ClearIdle(entry);
        await using var master = await SqlServerInstallation.OpenAsync("master");
        await SqlServerInstallation.WhenNobodyIsInAsync(master, SqlServerStatements.DropDatabase(entry.Database));
    }

    public static Task<T> ReadAsync<T>(this TenancyBench bench, Func<ControlPlaneContext, Task<T>> query) =>
        bench.Services.GetRequiredService<ControlPlaneDatabase>().ReadAsync((context, _) => query(context), CancellationToken.None);

    /// <summary>The roles in the registry; none when there is no membership.</summary>
    public static Task<RoleSet> RolesAsync(this TenancyBench bench, CompanyId company, PersonId person) =>
        bench.ReadAsync(context =>
            context
                .Memberships.Where(row => row.CompanyId == company && row.PersonId == person)
                .Select(row => row.Roles)
                .SingleOrDefaultAsync()
        );

    /// <summary>Every membership of a company, in one line each.</summary>
    public static async Task<string> MembershipsAsync(this TenancyBench bench, CompanyId company)
    {
        var rows = await bench.ReadAsync(context =>
            context.Memberships.Where(row => row.CompanyId == company).OrderBy(row => row.PersonId).ToListAsync()
        );
        return string.Join('\n', rows.Select(row => $"{row.PersonId} {row.Roles}"));
    }

    /// <summary>How many changes are on their way.</summary>
    public static Task<int> PendingAsync(this TenancyBench bench) =>
        bench.ReadAsync(async context => await context.MembershipChanges.CountAsync() + await context.CompanyStateChanges.CountAsync());

    /// <summary>A signed-in person without a company.</summary>
    public static PersonContext AsPerson(this BenchPerson person) => new(person.Id, person.Session, person.Name, null);

    /// <summary>The file that holds a company's database.</summary>
    public static string FileOf(this TenancyBench bench, CompanyId company) =>
        Path.Combine(
            bench.DataDirectory,
            "companies",
            bench.Services.GetRequiredService<Snapshots>().Catalog.Find(company)!.Database,
            "company.db"
        );
}
