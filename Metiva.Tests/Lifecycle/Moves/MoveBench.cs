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
using Xunit;

namespace Metiva.Tests.Lifecycle.Moves;

/// <summary>A bench whose moves do not wait long, and what the tests of moves ask about it.</summary>
internal static class MoveBench
{
    public const string There = "tweede";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Making a database takes a server its time, and a lease that is renewed six times a second would keep a small one busy.
    private static readonly TimeSpan PatienceWithServer = TimeSpan.FromMinutes(10);
    private const string Lease = "00:00:01";
    private const string LeaseOnServer = "00:00:05";

    /// <summary>Starts a bench that tells of every step of a move.</summary>
    /// <param name="afterStep">Told of each step.</param>
    /// <param name="directory">A directory that outlives the bench.</param>
    /// <param name="onSqlServer">Which engine; by default that of every bench.</param>
    /// <param name="works">Whether it works on moves by itself.</param>
    /// <param name="more">What else is not as in production.</param>
    public static Task<TenancyBench> StartAsync(
        Func<string, Task> afterStep,
        string? directory = null,
        bool? onSqlServer = null,
        bool works = true,
        Action<IServiceCollection>? more = null
    ) =>
        TenancyBench.StartAsync(
            services =>
            {
                if (!works)
                {
                    services.Remove(services.Single(service => service.ImplementationType == typeof(CompanyMovesService)));
                }

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
                });
                services.AddSingleton<LogLines>();
                services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogLines>());
                more?.Invoke(services);
            },
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Tenancy:MoveLease"] = onSqlServer ?? TestServer.IsDefault ? LeaseOnServer : Lease,
            },
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
        Eventually.TrueAsync(
            async () =>
            {
                var move = await bench.PendingMoveAsync();
                Assert.True(move?.Trouble != nameof(MoveTrouble.Unexpected), bench.Complaints());
                return move is null;
            },
            bench.PatienceOf()
        );

    public static Task StopsWithAsync(this TenancyBench bench, MoveTrouble trouble) =>
        Eventually.TrueAsync(
            async () =>
            {
                var stopped = (await bench.PendingMoveAsync())?.Trouble;
                Assert.True(stopped == trouble.ToString() || stopped != nameof(MoveTrouble.Unexpected), bench.Complaints());
                return stopped == trouble.ToString();
            },
            bench.PatienceOf()
        );

    /// <summary>Works on the move, as another node would once its lease has run out, until it is over.</summary>
    public static Task FinishMovesAsync(this TenancyBench bench) =>
        Eventually.TrueAsync(
            async () =>
            {
                if (await bench.PendingMoveAsync() is { } move)
                {
                    await bench.Services.GetRequiredService<ChangeFeed>().PollAsync(CancellationToken.None);
                    await bench.Services.GetRequiredService<CompanyMover>().RunAsync(move, CancellationToken.None);
                    return false;
                }

                return true;
            },
            bench.PatienceOf()
        );

    public static CatalogEntry EntryOf(this TenancyBench bench, CompanyId company) =>
        bench.Services.GetRequiredService<Snapshots>().Catalog.Find(company)!;

    /// <summary>Every table of a company but its audit and seals, with its count and hash, and the audit in words.</summary>
    public static async Task<string> ContentAsync(this TenancyBench bench, CompanyId company)
    {
        var engine = bench.Services.GetRequiredService<IDatabaseEngine>();
        await using var connection = await engine.OpenCompanyAsync(bench.EntryOf(company), CancellationToken.None);
        await using var context = engine.CreateCompanyContext(connection);
        List<string> lines = [];
        foreach (
            var table in CopyTable
                .AllOf(context)
                .Where(table => table.Name is not ("AuditRecords" or "AuditSeals" or "AuditSubjects" or "AuditValues"))
        )
        {
            lines.Add($"{table.Name} {await RowHash.OfAsync(connection, table, CancellationToken.None)}");
        }

        var audit = await connection.ReadableAsync(
            await context.AuditRecords.AsNoTracking().OrderBy(record => record.Sequence).ToListAsync()
        );
        lines.AddRange(audit.Select(record => $"{record.Sequence} {record.PersonName} {record.Action} {record.Summary}"));
        return string.Join('\n', lines);
    }

    private static string Complaints(this TenancyBench bench) =>
        string.Join(
            '\n',
            bench
                .Services.GetRequiredService<LogLines>()
                .Lines.Where(line => line.StartsWith(nameof(LogLevel.Error), StringComparison.Ordinal))
        );

    private static TimeSpan PatienceOf(this TenancyBench bench) =>
        bench.Services.GetRequiredService<IDatabaseEngine>().IsSynchronous ? Patience : PatienceWithServer;
}
