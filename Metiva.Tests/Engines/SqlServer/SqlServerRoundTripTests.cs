using Metiva.Domain.Access;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tests.Lifecycle.Moves;
using Metiva.Tests.Support;
using Microsoft.Data.SqlClient;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>What opening a pooled connection sends to the server.</summary>
public sealed class SqlServerRoundTripTests
{
    private const int Times = 50;

    [SqlServerFact]
    public async Task Opening_through_budget_and_stamp_asks_the_server_no_more_than_the_driver_does()
    {
        await using var relay = new CountingRelay(TestServer.Administrator!);
        await using var bench = await MoveBench.StartAsync(_ => Task.CompletedTask, onSqlServer: true);
        await SqlServerMoveTests.RegisterAsync(bench, relay.DataSource);
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.MovesEndAsync();
        using var scope = bench.As(Role.Finance, bench.A);
        var database = scope.Get<CompanyDatabase>();
        await OursAsync();
        var text = ((SqlServerTarget)bench.EntryOf(bench.A).EngineState!).ConnectionString;
        Assert.Equal(relay.DataSource, new SqlConnectionStringBuilder(text).DataSource);
        await RawAsync();

        var raw = await CountAsync(RawAsync);
        var ours = await CountAsync(OursAsync);
        Assert.True(raw >= Times, $"{raw} round trips for {Times} statements");
        Assert.Equal(raw, ours);

        async Task<long> CountAsync(Func<Task> work)
        {
            var before = relay.RoundTrips;
            for (var time = 0; time < Times; time++)
            {
                await work();
            }

            return relay.RoundTrips - before;
        }

        async Task OursAsync()
        {
            await using var connection = await database.OpenAsync(default);
            await SelectOneAsync((SqlConnection)connection.Connection);
        }

        async Task RawAsync()
        {
            await using var connection = new SqlConnection(text);
            await connection.OpenAsync();
            await SelectOneAsync(connection);
        }
    }

    private static async Task SelectOneAsync(SqlConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1";
        Assert.Equal(1, await command.ExecuteScalarAsync());
    }
}
