using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Lifecycle.Moves;
using Metiva.Tests.Auditing.Chain;
using Metiva.Tests.Memberships;
using Metiva.Tests.Servers;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Metiva.Web.Shell.Search;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Lifecycle.Moves;

public sealed class MoveTests : IAsyncLifetime
{
    private readonly string place = ServerBench.Place();
    private readonly Dictionary<string, Func<Task>> at = new(StringComparer.Ordinal);
    private readonly List<Exception> failures = [];
    private TenancyBench bench = null!;

    public async Task InitializeAsync()
    {
        bench = await MoveBench.StartAsync(AfterAsync);
        await bench.RegisterAsync(MoveBench.There, place);
        ManyInvoices.Fill(bench, bench.A, 300);
        ManyInvoices.Fill(bench, bench.B, 20);
        await bench.SqlAsync(bench.A, "INSERT INTO AuditRecords VALUES (41, NULL, 1, NULL, 'Metiva', 'a', 'b', 'c', 'Oud', NULL, NULL)");
    }

    public async Task DisposeAsync()
    {
        TemporaryFiles.ReleasePools(place);
        await bench.DisposeAsync();
        Directory.Delete(place, recursive: true);
        Assert.Empty(failures);
    }

    [Fact]
    public async Task Everything_is_there_afterwards_and_nothing_of_another_company_changed()
    {
        var (before, other) = (await bench.ContentAsync(bench.A), await bench.ContentAsync(bench.B));
        var old = bench.EntryOf(bench.A);
        using var live = bench.As(Role.Sales, bench.A);
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.MovesEndAsync();

        var entry = bench.EntryOf(bench.A);
        Assert.Equal((CompanyState.Active, MoveBench.There), (entry.State, entry.Server));
        var content = await bench.ContentAsync(bench.A);
        Assert.True((await bench.VerifyAsync(bench.A)).Intact);
        Assert.StartsWith(before, content, StringComparison.Ordinal);
        Assert.Equal(
            [
                "42 Owner of Bureau Bench companies.move Move to server 'tweede' asked for by the agency, region local: Meer ruimte",
                "43 Metiva companies.moved Moved from server 'bench' to 'tweede': 506 rows, counts and hashes compared",
            ],
            content[before.Length..].Trim().Split('\n')
        );
        Assert.Equal(other, await bench.ContentAsync(bench.B));
        Assert.Equal("bench", bench.EntryOf(bench.B).Server);
        Assert.False(Directory.Exists(Path.Combine(bench.DataDirectory, "companies", old.Database)));
        Assert.Equal(BindingOutcome.AccessChanged, live.Tenant.Recheck(AccessKind.Read));
        using var again = bench.As(Role.Sales, bench.A);
        Assert.Equal(
            ["companies.move", "companies.moved"],
            (await bench.ControlAuditAsync()).TakeLast(2).Select(line => line.Split(' ')[0])
        );
    }

    [Fact]
    public async Task Every_table_of_the_file_is_copied_and_its_guards_stand_again()
    {
        var before = await ObjectsAsync();
        await bench.MoveAsync(bench.A);
        await bench.MovesEndAsync();
        Assert.Equal(before, await ObjectsAsync());

        var engine = bench.Services.GetRequiredService<IDatabaseEngine>();
        await using var connection = await engine.OpenCompanyAsync(bench.EntryOf(bench.A), default);
        await using var context = engine.CreateCompanyContext(connection);
        var tables = await connection.QueryAsync<string>(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '__EFMigrationsHistory' AND name NOT LIKE 'SearchText%' ORDER BY name"
        );
        Assert.Equal(tables, CopyTable.AllOf(context).Select(table => table.Name).Order(StringComparer.Ordinal));
        Assert.Equal(43, await connection.QuerySingleAsync<long>("SELECT seq FROM sqlite_sequence WHERE name = 'AuditRecords'"));
        await Assert.ThrowsAsync<SqliteException>(() => connection.ExecuteAsync("DELETE FROM AuditRecords"));
    }

    [Fact]
    public async Task What_could_be_found_before_is_found_afterwards()
    {
        await bench.AddCustomerAsync(bench.A, "Café Zeezicht");
        await bench.MoveAsync(bench.A);
        await bench.MovesEndAsync();
        Assert.Equal(MoveBench.There, bench.EntryOf(bench.A).Server);

        using var scope = bench.As(Role.Owner, bench.A);
        var found = await scope.Get<GlobalSearchQuery>().Run(new SearchRequest("cafe zee", Portal: false), default);
        Assert.Equal("Café Zeezicht", Assert.Single(found.Value.Rows).Title);

        await bench.AddCustomerAsync(bench.A, "Zeeman");
        found = await scope.Get<GlobalSearchQuery>().Run(new SearchRequest("zee", Portal: false), default);
        Assert.Equal(2, found.Value.Rows.Count);
    }

    [Fact]
    public async Task While_it_is_held_nobody_reads_or_writes_and_its_audit_takes_nothing()
    {
        at["Held"] = async () =>
        {
            var refused = Assert.Throws<BindingRefusedException>(() => bench.As(Role.Sales, bench.A));
            Assert.Equal(BindingOutcome.CompanyMoving, refused.Outcome);
            using var agency = bench.As(Role.Owner, bench.Agency);
            Assert.IsType<CompanyNotSettled>((await agency.Get<ChangePlan>().Run(new(bench.A, Plan.Standard, Plan.Plus), default)).Error);
            Assert.IsType<MoveUnderWay>((await bench.MoveAsync(bench.A)).Error);

            // Somebody in another process who never heard of it.
            var busy = await Assert.ThrowsAsync<SqliteException>(() => bench.SqlAsync(bench.A, "UPDATE Accounts SET Name = 'Nee'"));
            Assert.Equal(SQLitePCL.raw.SQLITE_BUSY, busy.SqliteErrorCode);
        };
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.MovesEndAsync();
        Assert.Equal(MoveBench.There, bench.EntryOf(bench.A).Server);
    }

    [Fact]
    public async Task A_changed_row_in_the_copy_is_found_and_trying_again_copies_again()
    {
        var planted = 0;
        at["Copied"] = async () =>
        {
            if (planted++ == 0)
            {
                var move = (await bench.PendingMoveAsync())!;
                await using var copy = new SqliteConnection($"Data Source={FileOf(place, move.ToDatabase)};Pooling=False");
                await copy.ExecuteAsync("UPDATE Accounts SET City = 'Anders' WHERE Id = (SELECT MAX(Id) FROM Accounts)");
            }
        };
        var before = await bench.ContentAsync(bench.A);
        await bench.MoveAsync(bench.A);
        await bench.StopsWithAsync(MoveTrouble.Mismatch);
        Assert.Equal(("bench", CompanyState.Moving), (bench.EntryOf(bench.A).Server, bench.EntryOf(bench.A).State));

        using var agency = bench.As(Role.Admin, bench.Agency);
        Assert.True((await agency.Get<RetryMove>().Run(new(bench.A), default)).Ok);
        await bench.MovesEndAsync();
        Assert.Equal(2, planted);
        Assert.StartsWith(before, await bench.ContentAsync(bench.A), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("announced")]
    [InlineData("Prepared")]
    [InlineData("Copied")]
    public async Task Given_up_before_the_switch_it_is_served_from_where_it_was(string step)
    {
        at[step] = async () =>
        {
            using var agency = bench.As(Role.Owner, bench.Agency);
            Assert.True((await agency.Get<CancelMove>().Run(new(bench.A), default)).Ok);
            Assert.Equal(CompanyState.Active, bench.EntryOf(bench.A).State);
        };
        var before = await bench.ContentAsync(bench.A);
        await bench.MoveAsync(bench.A);
        await bench.MovesEndAsync();

        Assert.Equal(("bench", CompanyState.Active), (bench.EntryOf(bench.A).Server, bench.EntryOf(bench.A).State));
        var content = await bench.ContentAsync(bench.A);
        Assert.StartsWith(before, content, StringComparison.Ordinal);
        Assert.EndsWith(
            "companies.move.abandoned Stays on server 'bench': the move to 'tweede' was given up",
            content,
            StringComparison.Ordinal
        );
        Assert.False(
            Directory.Exists(Path.Combine(place, "companies")) && Directory.GetDirectories(Path.Combine(place, "companies")).Length > 0
        );
    }

    [Fact]
    public async Task Once_it_is_frozen_the_old_file_is_nobody_s_and_it_is_too_late_to_give_up()
    {
        var old = bench.EntryOf(bench.A) with { EngineState = null };
        await using var open = new SqliteConnection($"Data Source={bench.FileOf(bench.A)};Pooling=False");
        await open.OpenAsync();
        at["Frozen"] = async () =>
        {
            var engine = bench.Services.GetRequiredService<IDatabaseEngine>();
            var refused = await Assert.ThrowsAsync<BindingRefusedException>(async () => await engine.OpenCompanyAsync(old, default));
            Assert.Equal(BindingOutcome.DatabaseMismatch, refused.Outcome);
            var late = await Assert.ThrowsAsync<SqliteException>(() => open.ExecuteAsync("UPDATE Accounts SET Name = 'Te laat'"));
            Assert.Contains("moved", late.Message, StringComparison.Ordinal);
            using var agency = bench.As(Role.Owner, bench.Agency);
            Assert.IsType<MoveTooLate>((await agency.Get<CancelMove>().Run(new(bench.A), default)).Error);
        };
        await bench.MoveAsync(bench.A);
        await bench.MovesEndAsync();
    }

    [Fact]
    public async Task A_wrong_server_role_or_state_is_refused_and_changes_nothing()
    {
        await bench.WriteAsync(context => context.Servers.Single(row => row.Name == MoveBench.There).State = ServerState.Closed);
        Assert.IsType<ServerClosed>((await bench.MoveAsync(bench.A)).Error);
        await bench.WriteAsync(context =>
        {
            var row = context.Servers.Single(row => row.Name == MoveBench.There);
            (row.State, row.Region) = (ServerState.Open, "DE");
        });
        Assert.IsType<RegionNotKept>((await bench.MoveAsync(bench.A)).Error);
        Assert.IsType<MoveToSameServer>((await bench.MoveAsync(bench.A, "bench")).Error);
        Assert.IsType<ServerUnknown>((await bench.MoveAsync(bench.A, "geen")).Error);
        Assert.IsType<AgencyCannotBeMoved>((await bench.MoveAsync(bench.Agency)).Error);
        using var finance = bench.As(Role.Finance, bench.Agency);
        var command = new MoveCompany.Command(bench.A, MoveBench.There, "Nee", new RegionDecision(Changes: true));
        Assert.IsType<PermissionDenied>((await finance.Get<MoveCompany>().Run(command, default)).Error);
        using var owner = bench.As(Role.Owner, bench.A);
        Assert.IsType<PermissionDenied>((await owner.Get<MoveCompany>().Run(command, default)).Error);
        await bench.WriteAsync(context => context.Companies.Single(row => row.Id == bench.A).State = CompanyState.Suspended);
        Assert.IsType<MoveNeedsActive>((await bench.MoveAsync(bench.A)).Error);
        Assert.Null(await bench.PendingMoveAsync());
        Assert.Single(await bench.AuditAsync(bench.A));
    }

    [Fact]
    public async Task While_a_company_s_password_is_being_replaced_it_cannot_be_moved_and_another_can()
    {
        var now = TimeProvider.System.GetUtcNow();
        await bench.WriteAsync(context =>
            context.CredentialRotations.Add(
                new CredentialRotationRow
                {
                    CompanyId = bench.A,
                    Id = Guid.CreateVersion7(),
                    From = LoginSlot.A,
                    Step = RotationStep.Requested,
                    RequestedByName = "Metiva",
                    CreatedAt = now.AddMinutes(-1),
                    // Another process is at it.
                    StepAt = now,
                }
            )
        );
        Assert.IsType<MoveDuringRotation>((await bench.MoveAsync(bench.A)).Error);
        Assert.Null(await bench.PendingMoveAsync());
        Assert.Single(await bench.AuditAsync(bench.A));
        Assert.True((await bench.MoveAsync(bench.B)).Ok);
        await bench.MovesEndAsync();

        await bench.WriteAsync(context => context.CredentialRotations.RemoveRange(context.CredentialRotations));
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.MovesEndAsync();
    }

    private static string FileOf(string root, string database) => Path.Combine(root, "companies", database, "company.db");

    private async Task<List<string>> ObjectsAsync()
    {
        await using var connection = await bench
            .Services.GetRequiredService<IDatabaseEngine>()
            .OpenCompanyAsync(bench.EntryOf(bench.A), default);
        return (
            await connection.QueryAsync<string>(
                "SELECT type || ' ' || name || ' ' || sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1"
            )
        ).AsList();
    }

    private async Task AfterAsync(string step)
    {
        if (!at.TryGetValue(step, out var act))
        {
            return;
        }

        try
        {
            await act();
        }
        catch (Exception exception)
        {
            // The move would only be stopped by it; the test has to fail.
            failures.Add(exception);
        }
    }
}
