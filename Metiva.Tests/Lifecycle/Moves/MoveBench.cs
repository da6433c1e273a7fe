using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Lifecycle.Moves;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metiva.Tests.Lifecycle.Moves;

/// <summary>A bench whose moves do not wait long, and what the tests of moves ask about it.</summary>
internal static class MoveBench
{
    public const string There = "tweede";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Starts a bench that tells of every step of a move.</summary>
    public static Task<TenancyBench> StartAsync(Func<string, Task> afterStep, string? directory = null, bool? onSqlServer = null) =>
        TenancyBench.StartAsync(
            services =>
                services.AddSingleton(provider => new CompanyMover(
                    provider.GetRequiredService<ControlPlaneDatabase>(),
                    provider.GetRequiredService<ICompanyCopy>(),
                    provider.GetRequiredService<MoveAudit>(),
                    provider.GetRequiredService<IDatabaseEngine>(),
                    provider.GetRequiredService<Snapshots>(),
                    provider.GetRequiredService<TenancyOptions>(),
                    provider.GetRequiredService<TimeProvider>(),
                    provider.GetRequiredService<ILogger<CompanyMover>>()
                )
                {
                    AfterStep = afterStep,
                    Hearing = TimeSpan.FromMilliseconds(50),
                }),
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Tenancy:MoveLease"] = "00:00:01" },
            directory,
            // Moves on SQL Server have tests of their own; these look into files.
            onSqlServer ?? false
        );

    /// <summary>Asks for company A's move as the agency's Owner.</summary>
    public static async Task<Result<Guid>> MoveAsync(this TenancyBench bench, CompanyId company, string server = There)
    {
        using var agency = bench.As(Role.Owner, bench.Agency);
        return await agency.Get<MoveCompany>().Run(new(company, server, "Meer ruimte", RegionDecision.None), CancellationToken.None);
    }

    public static Task<CompanyMoveRow?> PendingMoveAsync(this TenancyBench bench) =>
        bench.ReadAsync(context => context.CompanyMoves.SingleOrDefaultAsync());

    public static Task MovesEndAsync(this TenancyBench bench) =>
        Eventually.TrueAsync(async () => await bench.PendingMoveAsync() is null, Patience);

    public static Task StopsWithAsync(this TenancyBench bench, MoveTrouble trouble) =>
        Eventually.TrueAsync(async () => (await bench.PendingMoveAsync())?.Trouble == trouble.ToString(), Patience);

    public static CatalogEntry EntryOf(this TenancyBench bench, CompanyId company) =>
        bench.Services.GetRequiredService<Snapshots>().Catalog.Find(company)!;

    /// <summary>Every table of a company but its audit, with its count and hash, and the audit in words.</summary>
    public static async Task<string> ContentAsync(this TenancyBench bench, CompanyId company)
    {
        var engine = bench.Services.GetRequiredService<IDatabaseEngine>();
        await using var connection = await engine.OpenCompanyAsync(bench.EntryOf(company), CancellationToken.None);
        await using var context = engine.CreateCompanyContext(connection);
        List<string> lines = [];
        foreach (var table in CopyTable.AllOf(context).Where(table => table.Name != "AuditRecords"))
        {
            lines.Add($"{table.Name} {await RowHash.OfAsync(connection, table, CancellationToken.None)}");
        }

        var audit = await context.AuditRecords.OrderBy(record => record.Sequence).ToListAsync();
        lines.AddRange(audit.Select(record => $"{record.Sequence} {record.PersonName} {record.Action} {record.Summary}"));
        return string.Join('\n', lines);
    }
}
