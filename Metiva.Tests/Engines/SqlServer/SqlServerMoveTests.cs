using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Servers;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tenancy.Lifecycle.Moves;
using Metiva.Tenancy.Servers;
using Metiva.Tests.Lifecycle.Moves;
using Metiva.Tests.Support;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>A move on a server, which is registered under two names: the hardest case, because the logins serve both databases.</summary>
public sealed class SqlServerMoveTests
{
    private const int Accounts = 200;

    [SqlServerFact]
    public async Task Everything_is_there_afterwards_and_the_old_database_is_gone()
    {
        var (planted, broken) = (0, 0);
        TenancyBench? started = null;
        CatalogEntry? old = null;
        List<string> frozen = [];
        await using var bench = await MoveBench.StartAsync(AfterAsync, onSqlServer: true);
        started = bench;
        await RegisterAsync(bench);
        await FillAsync(bench, bench.A);
        await FillAsync(bench, bench.B);
        old = bench.EntryOf(bench.A) with { EngineState = null };
        var other = await bench.ContentAsync(bench.B);

        // First with a changed row in the copy.
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.StopsWithAsync(MoveTrouble.Mismatch);
        Assert.Equal((CompanyState.Moving, "bench"), (bench.EntryOf(bench.A).State, bench.EntryOf(bench.A).Server));
        using var agency = bench.As(Role.Owner, bench.Agency);
        Assert.True((await agency.Get<RetryMove>().Run(new(bench.A), default)).Ok);
        await bench.MovesEndAsync();

        // Copied with the change, then until the hold broke, then for good.
        Assert.Equal((3, 2), (planted, broken));
        var entry = bench.EntryOf(bench.A);
        Assert.Equal((CompanyState.Active, MoveBench.There), (entry.State, entry.Server));
        Assert.NotEqual(old.Database, entry.Database);
        Assert.EndsWith("rows, counts and hashes compared", await bench.ContentAsync(bench.A), StringComparison.Ordinal);
        Assert.Equal(other, await bench.ContentAsync(bench.B));
        await using (var moved = await bench.OpenBesideAsync(bench.A))
        {
            // Written while the connection that held the old database still was gone.
            Assert.Equal(1, await moved.QuerySingleAsync<int>("SELECT COUNT(*) FROM Accounts WHERE City = 'Laat'"));
            Assert.Equal(Accounts, await moved.QuerySingleAsync<int>("SELECT COUNT(*) FROM Accounts"));
        }

        Assert.Equal(["A refused", "B refused"], frozen);
        await using var master = await SqlServerInstallation.OpenAsync("master");
        Assert.Equal(0, await master.QuerySingleAsync<int>("SELECT COUNT(*) FROM sys.databases WHERE name = @Database", old));
        Assert.Equal(["A gets in", "B refused"], await SignInsAsync(bench, entry));

        async Task AfterAsync(string step)
        {
            if (step == "Copied" && planted++ == 0)
            {
                var move = (await started!.PendingMoveAsync())!;
                await using var copy = await SqlServerInstallation.OpenAsync(move.ToDatabase);
                await copy.ExecuteAsync("UPDATE Accounts SET City = 'Anders' WHERE Name = 'Klant 7'");
            }
            else if (step == "Verified" && broken++ == 0)
            {
                await BreakAsync(old!);
            }
            else if (step == "Frozen")
            {
                frozen.AddRange(await SignInsAsync(started!, old!));
            }
        }
    }

    /// <summary>Ends every session in the database, the one that holds it still among them, and writes what nobody was to write.</summary>
    private static async Task BreakAsync(CatalogEntry source)
    {
        await using var master = await SqlServerInstallation.OpenAsync("master");
        await SqlServerRemoval.EndSessionsAsync(master, SqlServerStatements.SessionsOfDatabase, source.Database, default);
        await using var database = await SqlServerInstallation.OpenAsync(source.Database);
        await database.ExecuteAsync("UPDATE Accounts SET City = 'Laat' WHERE Name = 'Klant 9'");
    }

    /// <summary>Whether the company's logins, with the vault's passwords, get into that database.</summary>
    private static async Task<List<string>> SignInsAsync(TenancyBench bench, CatalogEntry entry)
    {
        List<string> found = [];
        foreach (var slot in Enum.GetValues<LoginSlot>())
        {
            var name = SecretName.RuntimeLogin(entry.Id, slot);
            var password = await bench.Services.GetRequiredService<ICredentialVault>().ReadAsync(name, default);
            var login = bench.Services.GetRequiredService<SqlServerOptions>().RuntimeLogin(entry.Id, slot);
            try
            {
                await using var connection = await bench
                    .Services.GetRequiredService<SqlServerConnectionFactory>()
                    .OpenLoginAsync(entry.Server, entry.Database, login, password!, default);
                found.Add($"{slot} gets in");
            }
            catch (SqlException)
            {
                found.Add($"{slot} refused");
            }
        }

        return found;
    }

    [SqlServerFact]
    public async Task Given_up_before_the_switch_it_is_served_from_where_it_was()
    {
        TenancyBench? started = null;
        await using var bench = await MoveBench.StartAsync(AfterAsync, onSqlServer: true);
        started = bench;
        await RegisterAsync(bench);
        await FillAsync(bench, bench.A);
        var (before, old) = (await bench.ContentAsync(bench.A), bench.EntryOf(bench.A).Database);
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.MovesEndAsync();
        Assert.Equal(old, bench.EntryOf(bench.A).Database);
        Assert.StartsWith(before, await bench.ContentAsync(bench.A), StringComparison.Ordinal);

        async Task AfterAsync(string step)
        {
            if (step == "Copied")
            {
                using var agency = started!.As(Role.Owner, started.Agency);
                Assert.True((await agency.Get<CancelMove>().Run(new(started.A), default)).Ok);
            }
        }
    }

    [SqlServerFact]
    public async Task A_server_tells_whether_it_works_and_a_wrong_password_that_it_does_not()
    {
        await using var bench = await MoveBench.StartAsync(_ => Task.CompletedTask, onSqlServer: true);
        await RegisterAsync(bench);
        using var agency = bench.As(Role.Owner, bench.Agency);
        var check = (await agency.Get<CheckServer>().Run(new(MoveBench.There), default)).Value;
        Assert.Null(check.Trouble);
        Assert.NotNull(check.Version);

        var wrong = new SqlConnectionStringBuilder(TestServer.Administrator) { Password = "niet dit" };
        var row = await Metiva.Tests.Servers.ServerBench.ServerAsync(bench, MoveBench.There);
        var change = agency.Get<ChangeServer>();
        Assert.True((await change.Run(new(row.Name, row.Version, row.Region, row.Address, wrong.ConnectionString), default)).Ok);
        Assert.Equal(ServerTrouble.SignInRefused, (await agency.Get<CheckServer>().Run(new(MoveBench.There), default)).Value.Trouble);
    }

    [SqlServerFact]
    public async Task An_old_server_that_is_gone_for_good_is_left_behind()
    {
        var breaks = false;
        await using var relay = new CountingRelay(TestServer.Administrator!);
        await using var bench = await MoveBench.StartAsync(AfterAsync, onSqlServer: true);
        await RegisterAsync(bench, relay.DataSource);
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.MovesEndAsync();
        var old = bench.EntryOf(bench.A);
        Assert.Equal(MoveBench.There, old.Server);

        breaks = true;
        Assert.True((await bench.MoveAsync(bench.A, "bench")).Ok);
        await bench.StopsWithAsync(MoveTrouble.Unavailable);
        Assert.Equal((CompanyState.Active, "bench"), (bench.EntryOf(bench.A).State, bench.EntryOf(bench.A).Server));
        using var agency = bench.As(Role.Owner, bench.Agency);
        var left = await agency.Get<LeaveBehind>().Run(new(bench.A, "Server is afgevoerd"), default);
        Assert.True(left.Ok, left.Error?.Message);
        Assert.Null(await bench.PendingMoveAsync());
        Assert.Contains(
            $"companies.move.left-behind Database '{old.Database}'",
            await bench.ContentAsync(bench.A),
            StringComparison.Ordinal
        );

        async Task AfterAsync(string step)
        {
            if (breaks && step == "Frozen")
            {
                await relay.DisposeAsync();
            }
        }
    }

    /// <summary>Registers the server under a second name.</summary>
    /// <param name="bench">Where.</param>
    /// <param name="address">An address that leads to the server; by default its own.</param>
    internal static async Task RegisterAsync(TenancyBench bench, string? address = null)
    {
        using var agency = bench.As(Role.Owner, bench.Agency);
        var administrator = new SqlConnectionStringBuilder(TestServer.Administrator);
        administrator.DataSource = address ?? administrator.DataSource;
        var command = new RegisterServer.Command(MoveBench.There, "local", administrator.DataSource, administrator.ConnectionString);
        var made = await agency.Get<RegisterServer>().Run(command, default);
        Assert.True(made.Ok, made.Error?.Message);
    }

    internal static async Task FillAsync(TenancyBench bench, CompanyId company)
    {
        await using var connection = await bench.OpenBesideAsync(company);
        for (var number = 0; number < Accounts; number++)
        {
            await connection.ExecuteAsync(
                "INSERT INTO Accounts (Id, Name, Street, PostalCode, City, Country, CreatedBy, CreatedAt, Version)"
                    + " VALUES (@id, @name, 'Dam 1', '1012 JS', 'Amsterdam', 'NL', '00000000-0000-4000-8000-000000000001', 1700000000000, 1)",
                new { id = Guid.NewGuid().ToString(), name = $"Klant {number}" }
            );
        }
    }
}
