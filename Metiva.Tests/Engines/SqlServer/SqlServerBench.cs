using Dapper;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Support;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>A bench on SQL Server, and what its tests do beside it as administrator or as one of the logins.</summary>
public sealed class SqlServerBench : IAsyncLifetime
{
    internal TenancyBench Bench { get; private set; } = null!;

    internal SqlServerInstallation Installation => SqlServerInstallation.In(Bench.DataDirectory);

    /// <summary>A table that somebody else keeps in master.</summary>
    internal string SecretTable => Installation.Prefix + "secret";

    internal IDatabaseEngine Engine => Get<IDatabaseEngine>();

    internal SqlServerOptions Options => Get<SqlServerOptions>();

    public async Task InitializeAsync()
    {
        if (TestServer.Administrator is not null)
        {
            Bench = await TenancyBench.StartAsync(onSqlServer: true);
            await AdministerAsync("master", $"CREATE TABLE dbo.{SqlServerIdentifier.Quote(SecretTable)} (Id int)");
        }
    }

    public async Task DisposeAsync()
    {
        if (Bench is not null)
        {
            await AdministerAsync("master", $"DROP TABLE dbo.{SqlServerIdentifier.Quote(SecretTable)}");
            await Bench.DisposeAsync();
        }
    }

    internal T Get<T>()
        where T : class => Bench.Services.GetRequiredService<T>();

    internal CatalogEntry Entry(CompanyId company) => Get<Snapshots>().Catalog.Find(company)!;

    /// <summary>Makes a company that no other test knows.</summary>
    internal async Task<CatalogEntry> NewCompanyAsync() =>
        await Get<CompanyProvisioner>()
            .ProvisionAsync(new CompanyId(Guid.NewGuid()), "Nieuw B.V.", CompanyKind.Client, "bench", CancellationToken.None);

    /// <summary>Runs statements as the administrator.</summary>
    internal static async Task AdministerAsync(string database, params string[] statements)
    {
        await using var connection = await SqlServerInstallation.OpenAsync(database);
        foreach (var statement in statements)
        {
            await SqlServerInstallation.WhenNobodyIsInAsync(connection, statement);
        }
    }

    /// <summary>Opens a database with a runtime login of a company, as somebody would who stole its password.</summary>
    internal async Task<SqlConnection> OpenAsAsync(CompanyId company, string database, LoginSlot slot = LoginSlot.A)
    {
        var password = await Get<ICredentialVault>().ReadAsync(SecretName.RuntimeLogin(company, slot), CancellationToken.None);
        return await Get<SqlServerConnectionFactory>()
            .OpenLoginAsync(null, database, Options.RuntimeLogin(company, slot), password!, CancellationToken.None);
    }

    /// <summary>Opens it the way that the host does, and says as whom.</summary>
    internal async Task<string> LoginAsync(CatalogEntry company)
    {
        await using var connection = await Engine.OpenCompanyAsync(company, CancellationToken.None);
        return (await connection.ExecuteScalarAsync<string>("SELECT SUSER_SNAME()"))!;
    }

    internal async Task<BindingOutcome> RefusalAsync(CatalogEntry company) =>
        (await Assert.ThrowsAsync<BindingRefusedException>(() => LoginAsync(company))).Outcome;

    /// <summary>Changes the company's row as the host would.</summary>
    internal Task ChangeAsync(CompanyId company, Action<Metiva.Tenancy.ControlPlane.CompanyRow> change) =>
        Bench.WriteAsync(control =>
        {
            var row = control.Companies.Single(row => row.Id == company);
            change(row);
            row.Version++;
        });
}
