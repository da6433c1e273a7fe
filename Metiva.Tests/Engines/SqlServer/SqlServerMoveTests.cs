using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Servers;
using Metiva.Tenancy.Lifecycle.Moves;
using Metiva.Tenancy.Servers;
using Metiva.Tests.Lifecycle.Moves;
using Metiva.Tests.Support;
using Microsoft.Data.SqlClient;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>A move on a server, which is registered under two names: the hardest case, because the logins serve both databases.</summary>
public sealed class SqlServerMoveTests
{
    private const int Accounts = 200;

    [SqlServerFact]
    public async Task Everything_is_there_afterwards_and_the_old_database_is_gone()
    {
        var plant = false;
        TenancyBench? started = null;
        await using var bench = await MoveBench.StartAsync(AfterAsync, onSqlServer: true);
        started = bench;
        await RegisterAsync(bench);
        await FillAsync(bench, bench.A);
        await FillAsync(bench, bench.B);
        var (before, other, old) = (await bench.ContentAsync(bench.A), await bench.ContentAsync(bench.B), bench.EntryOf(bench.A).Database);

        // First with a changed row in the copy.
        plant = true;
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.StopsWithAsync(MoveTrouble.Mismatch);
        plant = false;
        using var agency = bench.As(Role.Owner, bench.Agency);
        Assert.True((await agency.Get<RetryMove>().Run(new(bench.A), default)).Ok);
        await bench.MovesEndAsync();

        var entry = bench.EntryOf(bench.A);
        Assert.Equal((CompanyState.Active, MoveBench.There), (entry.State, entry.Server));
        Assert.NotEqual(old, entry.Database);
        var content = await bench.ContentAsync(bench.A);
        Assert.StartsWith(before, content, StringComparison.Ordinal);
        Assert.EndsWith("rows, counts and hashes compared", content, StringComparison.Ordinal);
        Assert.Equal(other, await bench.ContentAsync(bench.B));
        await using var master = await SqlServerInstallation.OpenAsync("master");
        Assert.Equal(0, await master.QuerySingleAsync<int>("SELECT COUNT(*) FROM sys.databases WHERE name = @old", new { old }));

        async Task AfterAsync(string step)
        {
            if (step == "Copied" && plant)
            {
                var move = (await started!.PendingMoveAsync())!;
                await using var copy = await SqlServerInstallation.OpenAsync(move.ToDatabase);
                await copy.ExecuteAsync("UPDATE Accounts SET City = 'Anders' WHERE Name = 'Klant 7'");
            }
        }
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

    private static async Task RegisterAsync(TenancyBench bench)
    {
        using var agency = bench.As(Role.Owner, bench.Agency);
        var address = new SqlConnectionStringBuilder(TestServer.Administrator).DataSource;
        var made = await agency.Get<RegisterServer>().Run(new(MoveBench.There, "local", address, TestServer.Administrator), default);
        Assert.True(made.Ok, made.Error?.Message);
    }

    private static async Task FillAsync(TenancyBench bench, CompanyId company)
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
