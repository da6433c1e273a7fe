using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Rollouts;
using Metiva.Tests.Auditing.Chain;
using Metiva.Tests.Support;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Rollouts;

/// <summary>A database that an earlier build made, with records that were never sealed.</summary>
public sealed class SchemaUpgradeTests : IAsyncLifetime
{
    private TenancyBench bench = null!;
    private List<long> places = [];

    public async Task InitializeAsync()
    {
        bench = await TenancyBench.StartAsync(dataDirectory: Directory.CreateTempSubdirectory("metiva-upgrade-").FullName);
        await bench.WriteAsync(bench.A, "One", "Two", "Three");
        places = await bench.PlacesAsync(bench.A);
        await MakeOldAsync(bench, bench.A);
    }

    public async Task DisposeAsync()
    {
        await bench.DisposeAsync();
        if (bench.IsOnSqlServer)
        {
            await SqlServerInstallation.DropAsync(bench.DataDirectory);
        }

        Directory.Delete(bench.DataDirectory, recursive: true);
    }

    [Fact]
    public async Task Until_it_is_upgraded_it_is_refused_and_the_others_are_served()
    {
        var refused = Assert.Throws<BindingRefusedException>(() => bench.As(Role.Owner, bench.A));
        Assert.Equal(BindingOutcome.SchemaOutOfRange, refused.Outcome);
        await bench.WriteAsync(bench.B, "Served");
    }

    [Fact]
    public async Task Afterwards_it_is_served_with_everything_that_it_had_and_its_log_is_sealed()
    {
        var other = await bench.VerifyAsync(bench.B);
        await UpgradeAsync();
        Assert.Equal(SchemaVersions.Newest, Entry(bench.A).SchemaVersion);
        Assert.Equal([SchemaVersions.Newest], await bench.QueryAsync<int>(bench.A, "SELECT SchemaVersion FROM CompanyIdentity"));
        Assert.Equal(places, await bench.PlacesAsync(bench.A));
        var verdict = await bench.VerifyAsync(bench.A);
        Assert.True(verdict.Intact);
        Assert.Equal((places.Count, 0L), (verdict.Records, verdict.Unsealed));
        await bench.WriteAsync(bench.A, "Four");
        Assert.Equal(other.Head, (await bench.VerifyAsync(bench.B)).Head);
    }

    [Theory]
    [InlineData("migrated")]
    [InlineData("sealed")]
    [InlineData("registered")]
    public async Task Broken_off_after_any_step_the_next_start_ends_it(string step)
    {
        var upgrades = bench.Services.GetRequiredService<SchemaUpgrades>();
        upgrades.AfterStep = done => done == step ? throw new IOException("The process ends here.") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => upgrades.UpgradeAsync(Entry(bench.A), default));
        upgrades.AfterStep = null;
        await bench.DisposeAsync();

        // The host's own service does it.
        bench = await TenancyBench.StartAsync(dataDirectory: bench.DataDirectory);
        await Eventually.TrueAsync(() => Entry(bench.A).SchemaVersion == SchemaVersions.Newest, TimeSpan.FromMinutes(1));
        var verdict = await bench.VerifyAsync(bench.A);
        Assert.True(verdict.Intact);
        Assert.Equal((places.Count, 0L), (verdict.Records, verdict.Unsealed));
        await bench.WriteAsync(bench.A, "Four");
    }

    [Fact]
    public async Task Two_nodes_at_once_do_it_once()
    {
        await Task.WhenAll(UpgradeAsync(), UpgradeAsync());
        Assert.Equal(
            SchemaVersions.Newest,
            (await bench.QueryAsync<string>(bench.A, "SELECT MigrationId FROM __EFMigrationsHistory")).Count
        );
        Assert.True((await bench.VerifyAsync(bench.A)).Intact);
    }

    [Fact]
    public async Task One_that_is_a_version_behind_gets_what_it_lacks_and_keeps_what_it_has()
    {
        await bench.WriteAsync(bench.B, "One", "Two");
        var kept = await bench.PlacesAsync(bench.B);
        await MakeOldAsync(bench, bench.B, SchemaVersions.Newest - 1);
        Assert.Equal(
            SchemaVersions.Newest - 1,
            (await bench.QueryAsync<string>(bench.B, "SELECT MigrationId FROM __EFMigrationsHistory")).Count
        );
        await bench.Services.GetRequiredService<SchemaUpgrades>().UpgradeAsync(Entry(bench.B), default);
        Assert.Equal(SchemaVersions.Newest, Entry(bench.B).SchemaVersion);
        Assert.Equal(
            SchemaVersions.Newest,
            (await bench.QueryAsync<string>(bench.B, "SELECT MigrationId FROM __EFMigrationsHistory")).Count
        );
        Assert.Equal(kept, await bench.PlacesAsync(bench.B));
        await bench.WriteAsync(bench.B, "Three");
        Assert.Equal(kept.Count + 1, (await bench.PlacesAsync(bench.B)).Count);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_not_made()
    {
        var gone = Entry(bench.A) with { Database = Entry(bench.A).Database[..^4] + "1111", EngineState = null };
        await Assert.ThrowsAnyAsync<Exception>(() =>
            bench.Services.GetRequiredService<IDatabaseEngine>().UpgradeCompanyDatabaseAsync(gone, default)
        );
        if (!bench.IsOnSqlServer)
        {
            Assert.False(File.Exists(Path.Combine(bench.DataDirectory, "companies", gone.Database, "company.db")));
        }
    }

    [Fact]
    public async Task The_database_of_another_company_is_left_as_it_is()
    {
        await MakeOldAsync(bench, bench.B);
        var mistaken = Entry(bench.A) with { Database = Entry(bench.B).Database, EngineState = null };
        await Assert.ThrowsAnyAsync<Exception>(() =>
            bench.Services.GetRequiredService<IDatabaseEngine>().UpgradeCompanyDatabaseAsync(mistaken, default)
        );
        Assert.Equal([1], await bench.QueryAsync<int>(bench.B, "SELECT SchemaVersion FROM CompanyIdentity"));
        Assert.Single(await bench.QueryAsync<string>(bench.B, "SELECT MigrationId FROM __EFMigrationsHistory"));
    }

    private CatalogEntry Entry(CompanyId company) => bench.Services.GetRequiredService<Snapshots>().Catalog.Find(company)!;

    private Task UpgradeAsync() => bench.Services.GetRequiredService<SchemaUpgrades>().UpgradeAsync(Entry(bench.A), default);

    /// <summary>Takes the newest migrations back by their own script, as if they had never run.</summary>
    private static async Task MakeOldAsync(TenancyBench bench, CompanyId company, int version = 1)
    {
        // Names stood in the records themselves then.
        await bench.TamperAsync(company, "UPDATE AuditRecords SET PersonName = 'Iemand'");
        var engine = bench.Services.GetRequiredService<IDatabaseEngine>();
        await using (var connection = await bench.OpenBesideAsync(company))
        {
            await using var context = engine.CreateCompanyContext(connection);
            var (target, last) = (context.Database.GetMigrations().ElementAt(version - 1), context.Database.GetMigrations().Last());
            var script = context
                .GetService<IMigrator>()
                .GenerateScript(last, target, MigrationsSqlGenerationOptions.NoTransactions)
                .Split("GO", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            foreach (var statement in connection is SqlConnection ? script : [string.Join("\n", script)])
            {
                await connection.ExecuteAsync(statement);
            }

            await connection.ExecuteAsync("UPDATE CompanyIdentity SET SchemaVersion = @version", new { version });
        }

        var entry = bench.Services.GetRequiredService<Snapshots>().Catalog.Find(company)!;
        engine.ClearIdle(entry);
        await bench.WriteAsync(control =>
        {
            var row = control.Companies.Single(row => row.Id == company);
            (row.SchemaVersion, row.Version) = (version, row.Version + 1);
        });
    }
}
