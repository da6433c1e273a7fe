using Dapper;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>A process that makes a company is killed after each step; the next one that starts finishes it.</summary>
public sealed class SqlServerProvisionCrashTests(SqlServerProvisionCrashTests.Ground ground)
    : IClassFixture<SqlServerProvisionCrashTests.Ground>
{
    [SqlServerTheory]
    [InlineData("registered", CompanyState.Provisioning)]
    [InlineData("database", CompanyState.Provisioning)]
    [InlineData("secrets", CompanyState.Provisioning)]
    [InlineData("logins", CompanyState.Provisioning)]
    [InlineData("owner", CompanyState.Provisioning)]
    [InlineData("users", CompanyState.Provisioning)]
    [InlineData("schema", CompanyState.Provisioning)]
    [InlineData("created", CompanyState.Provisioning)]
    [InlineData("activated", CompanyState.Active)]
    public async Task Killed_after_any_step_it_is_finished_by_the_next_start(string step, CompanyState left)
    {
        var company = new CompanyId(Guid.NewGuid());
        Assert.False(await TestProgram.LivesAsync(SqlServerProvisionChild.Command, ground.Directory, company.ToString(), step));
        Assert.Equal(left.ToString(), await ground.StateAsync(company));

        await using var next = await TenancyBench.StartAsync(dataDirectory: ground.Directory, onSqlServer: true);
        var entry = next.Services.GetRequiredService<Snapshots>().Catalog.Find(company)!;
        Assert.Equal(CompanyState.Active, entry.State);
        await using (var connection = await next.Services.GetRequiredService<IDatabaseEngine>().OpenCompanyAsync(entry, default))
        {
            Assert.Equal(company.ToString(), await connection.ExecuteScalarAsync<string>("SELECT CompanyId FROM dbo.CompanyIdentity"));
        }

        // One of everything, and nothing beside it.
        var options = next.Services.GetRequiredService<SqlServerOptions>();
        var names = await ground.Installation.NamesAsync("databases");
        Assert.Single(names, name => name.Contains(company.Value.ToString("N"), StringComparison.Ordinal));
        var logins = await ground.Installation.NamesAsync("server_principals");
        Assert.Equal(
            new[]
            {
                options.RuntimeLogin(company, LoginSlot.A),
                options.RuntimeLogin(company, LoginSlot.B),
                options.MigratorLogin(company),
            },
            logins.Where(name => name.Contains(company.Value.ToString("N"), StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        await using var beside = await next.OpenBesideAsync(company);
        Assert.Equal(SchemaVersions.Newest, await beside.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM dbo.__EFMigrationsHistory"));
    }

    /// <summary>An installation without a process, which the tests of this class take turns at.</summary>
    public sealed class Ground : IAsyncLifetime
    {
        internal string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("metiva-sql-crash-").FullName;

        internal SqlServerInstallation Installation => SqlServerInstallation.In(Directory);

        public async Task InitializeAsync()
        {
            if (TestServer.Administrator is not null)
            {
                // The bench's own companies are there before a child starts.
                await using var bench = await TenancyBench.StartAsync(dataDirectory: Directory, onSqlServer: true);
            }
        }

        public async Task DisposeAsync()
        {
            await SqlServerInstallation.DropAsync(Directory);
            System.IO.Directory.Delete(Directory, recursive: true);
        }

        /// <summary>What the registry says, read beside every host.</summary>
        internal async Task<string?> StateAsync(CompanyId company)
        {
            await using var control = await SqlServerInstallation.OpenAsync(Installation.ControlPlane);
            return await control.ExecuteScalarAsync<string>(
                "SELECT State FROM dbo.Companies WHERE Id = @id",
                new { id = company.ToString() }
            );
        }
    }
}
