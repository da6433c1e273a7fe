using Metiva.Tenancy;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Metiva.Tests.Development;

/// <summary>A host in Development on real files, which makes the demo data when it starts.</summary>
public sealed class DemoBench : IAsyncLifetime
{
    private IHost host = null!;

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("metiva-demo-").FullName;

    public IServiceProvider Services => host.Services;

    /// <summary>A host on that directory. Starting it makes the demo data.</summary>
    public static IHost Build(string directory, TimeProvider time, string environment = "Development", string demoData = "true")
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = directory, EnvironmentName = environment }
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Tenancy:DataDirectory"] = directory,
                ["Development:DemoData"] = demoData,
                [TestMasterKey.Setting] = TestMasterKey.Value,
            }
        );
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Information);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(time);
        builder.Services.AddTenancy(builder.Configuration);
        builder.Services.AddDemoData();
        return builder.Build();
    }

    /// <summary>Reads a company's data past every permission, as only tests may.</summary>
    internal static async Task<T> ReadAsync<T>(IServiceProvider services, DemoCompany company, Func<CompanyContext, Task<T>> query)
    {
        var engine = services.GetRequiredService<IDatabaseEngine>();
        var entry = services.GetRequiredService<Snapshots>().Catalog.Find(company.Id)!;
        await using var connection = await engine.OpenCompanyAsync(entry, CancellationToken.None);
        await using var data = engine.CreateCompanyContext(connection);
        return await query(data);
    }

    /// <summary>Lets go of the pooled connections and deletes the files.</summary>
    public static void Delete(string directory)
    {
        foreach (var file in Directory.GetFiles(directory, "*.db", SearchOption.AllDirectories))
        {
            using var pooled = new SqliteConnection(SqliteFiles.ConnectionString(file));
            SqliteConnection.ClearPool(pooled);
        }

        Directory.Delete(directory, recursive: true);
    }

    internal Task<T> ReadAsync<T>(DemoCompany company, Func<CompanyContext, Task<T>> query) => ReadAsync(Services, company, query);

    public async Task InitializeAsync()
    {
        host = Build(DataDirectory, TimeProvider.System);
        await host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        Delete(DataDirectory);
    }
}
