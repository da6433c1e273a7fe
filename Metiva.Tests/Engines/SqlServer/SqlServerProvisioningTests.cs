using Dapper;
using Metiva.Domain.Companies;
using Metiva.Tenancy;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>Databases and logins are made whole, whoever dies while making them and however many make the same.</summary>
public sealed class SqlServerProvisioningTests(SqlServerBench server) : IClassFixture<SqlServerBench>
{
    private static readonly string[] Steps = ["database", "secrets", "logins", "owner", "users", "schema"];

    [SqlServerFact]
    public async Task Making_a_company_again_changes_nothing()
    {
        var company = await server.NewCompanyAsync();
        var before = await PasswordsAsync(company.Id);
        await server.Engine.CreateCompanyDatabaseAsync(company, CancellationToken.None);
        Assert.Equal(before, await PasswordsAsync(company.Id));
        await server.LoginAsync(company);
    }

    [SqlServerFact]
    public async Task A_company_that_was_left_at_any_step_is_finished_by_making_it_again()
    {
        var id = new CompanyId(Guid.NewGuid());
        var provisioning = server.Get<SqlServerProvisioning>();
        var reached = new List<string>();
        try
        {
            foreach (var last in Steps)
            {
                provisioning.AfterStep = step =>
                {
                    reached.Add(step);
                    return step == last ? throw new StoppedException() : Task.CompletedTask;
                };
                await Assert.ThrowsAsync<StoppedException>(() => ProvisionAsync(id));
                Assert.Equal(CompanyState.Provisioning, server.Entry(id).State);
            }
        }
        finally
        {
            provisioning.AfterStep = null;
        }

        Assert.Equal(Steps, reached.Distinct());
        await ProvisionAsync(id);
        Assert.Equal(CompanyState.Active, server.Entry(id).State);
        await server.LoginAsync(server.Entry(id));
    }

    [SqlServerFact]
    public async Task Several_who_make_the_same_company_at_once_make_one()
    {
        var company = await server.NewCompanyAsync();
        server.Get<SqlServerConnectionFactory>().Forget(company.Id);
        await SqlServerBench.AdministerAsync("master", SqlServerStatements.DropDatabase(company.Database));
        await server.Get<ICredentialVault>().ForgetAsync(company.Id, CancellationToken.None);

        // A vault that does not know the logins that there are is the wrong one: nothing gets another password.
        await Assert.ThrowsAsync<VaultUnavailableException>(() =>
            server.Engine.CreateCompanyDatabaseAsync(company, CancellationToken.None)
        );
        var options = server.Get<SqlServerOptions>();
        string[] logins =
        [
            .. Enum.GetValues<LoginSlot>().Select(slot => options.RuntimeLogin(company.Id, slot)),
            options.MigratorLogin(company.Id),
        ];
        await SqlServerBench.AdministerAsync("master", SqlServerStatements.DropDatabase(company.Database));
        foreach (var login in logins)
        {
            await SqlServerBench.AdministerAsync("master", SqlServerStatements.DropLogin(login));
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.Engine.CreateCompanyDatabaseAsync(company, CancellationToken.None)));
        await server.LoginAsync(company);
        await using var connection = await server.Bench.OpenBesideAsync(company.Id);
        Assert.Equal(SchemaVersions.Newest, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM dbo.__EFMigrationsHistory"));
    }

    [SqlServerFact]
    public async Task A_hundred_at_once_are_made_once_each_and_whole()
    {
        List<CompanyId> wanted = [.. Enumerable.Range(0, 25).Select(_ => new CompanyId(Guid.NewGuid()))];
        var before = await OursAsync();
        await Task.WhenAll(Enumerable.Repeat(wanted, 4).SelectMany(ids => ids).Select(id => Task.Run(() => ProvisionAsync(id))));
        foreach (var id in wanted)
        {
            Assert.Equal(CompanyState.Active, server.Entry(id).State);
            Assert.Equal(server.Get<SqlServerOptions>().RuntimeLogin(id, LoginSlot.A), await server.LoginAsync(server.Entry(id)));
            await using var connection = await server.Bench.OpenBesideAsync(id);
            Assert.Equal(SchemaVersions.Newest, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM dbo.__EFMigrationsHistory"));
            Assert.Equal(id.ToString(), await connection.ExecuteScalarAsync<string>("SELECT CompanyId FROM dbo.CompanyIdentity"));
        }

        // A database and three logins each, and nothing else.
        var after = await OursAsync();
        Assert.Equal((before.Databases + wanted.Count, before.Logins + (3 * wanted.Count)), after);

        async Task<(int Databases, int Logins)> OursAsync()
        {
            await using var master = await SqlServerInstallation.OpenAsync("master");
            var prefix = server.Get<SqlServerOptions>().DatabasePrefix;
            return (
                await master.ExecuteScalarAsync<int>(CountOf("sys.databases"), new { prefix }),
                await master.ExecuteScalarAsync<int>(CountOf("sys.server_principals"), new { prefix })
            );
        }

        static string CountOf(string view) => $"SELECT COUNT(*) FROM {view} WHERE LEFT(name, LEN(@prefix)) = @prefix";
    }

    [SqlServerFact]
    public async Task A_first_start_that_was_left_at_any_step_is_finished_by_the_next()
    {
        await WithInstallationAsync(async directory =>
        {
            foreach (var last in Steps)
            {
                await using var services = Services(directory);
                var controlPlane = services.GetRequiredService<SqlServerControlPlane>();
                controlPlane.AfterStep = step => step == last ? throw new StoppedException() : Task.CompletedTask;
                await Assert.ThrowsAsync<StoppedException>(() => controlPlane.PrepareAsync(CancellationToken.None));
            }

            await AssertReadyAsync(directory);
        });
    }

    [SqlServerFact]
    public async Task Several_processes_can_start_for_the_first_time_at_once() =>
        await WithInstallationAsync(async directory =>
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AssertReadyAsync(directory)));
            await AssertReadyAsync(directory);
        });

    [SqlServerFact]
    public async Task A_control_plane_that_is_newer_than_the_build_is_refused() =>
        await WithInstallationAsync(async directory =>
        {
            await AssertReadyAsync(directory);
            await SqlServerBench.AdministerAsync(
                SqlServerInstallation.In(directory).ControlPlane,
                "INSERT INTO dbo.__EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('99990101000000_Later', '99')"
            );
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => AssertReadyAsync(directory));
            Assert.Contains("newer than this build", refused.Message, StringComparison.Ordinal);
        });

    [SqlServerFact]
    public async Task A_start_that_finds_the_control_plane_complete_changes_nothing_as_administrator() =>
        await WithInstallationAsync(async directory =>
        {
            await AssertReadyAsync(directory);
            await using var services = Services(directory);
            var reached = new List<string>();
            var controlPlane = services.GetRequiredService<SqlServerControlPlane>();
            controlPlane.AfterStep = step =>
            {
                reached.Add(step);
                return Task.CompletedTask;
            };
            await controlPlane.PrepareAsync(CancellationToken.None);
            Assert.Empty(reached);
        });

    [SqlServerFact]
    public async Task The_control_planes_login_makes_no_table()
    {
        await using var connection = await server.Get<SqlServerConnectionFactory>().OpenControlPlaneAsync(CancellationToken.None);
        await Assert.ThrowsAsync<Microsoft.Data.SqlClient.SqlException>(() => connection.ExecuteAsync("CREATE TABLE dbo.Mine (Id int)"));
    }

    private static async Task AssertReadyAsync(string directory)
    {
        await using var services = Services(directory);
        await services.GetRequiredService<SqlServerControlPlane>().PrepareAsync(CancellationToken.None);
        await using var connection = await services
            .GetRequiredService<SqlServerConnectionFactory>()
            .OpenControlPlaneAsync(CancellationToken.None);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("SELECT Version FROM ChangeCounters"));
    }

    private static async Task WithInstallationAsync(Func<string, Task> test)
    {
        var directory = Directory.CreateTempSubdirectory("metiva-sql-").FullName;
        var installation = SqlServerInstallation.In(directory);
        try
        {
            await test(directory);
        }
        finally
        {
            await installation.DropAsync();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static ServiceProvider Services(string directory)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(SqlServerInstallation.In(directory).Settings()).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton<IHostEnvironment>(
            new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { ContentRootPath = directory }
        );
        services.AddTenancy(settings);
        services.AddSingleton<ICredentialVault>(new TestVault(directory));
        return services.BuildServiceProvider();
    }

    private Task ProvisionAsync(CompanyId id) =>
        server.Get<CompanyProvisioner>().ProvisionAsync(id, "Half B.V.", CompanyKind.Client, "bench", CancellationToken.None);

    private async Task<string> PasswordsAsync(CompanyId company)
    {
        var vault = server.Get<ICredentialVault>();
        return string.Join(
            '\n',
            await vault.ReadAsync(SecretName.MigratorLogin(company), default),
            await vault.ReadAsync(SecretName.RuntimeLogin(company, LoginSlot.A), default),
            await vault.ReadAsync(SecretName.RuntimeLogin(company, LoginSlot.B), default)
        );
    }

    private sealed class StoppedException : Exception;
}
