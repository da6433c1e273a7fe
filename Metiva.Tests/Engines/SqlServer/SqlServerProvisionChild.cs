using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>
/// Makes a company on SQL Server in a process of its own, which kills itself right after a named step:
/// <c>provision-on-sql-server &lt;directory&gt; &lt;company&gt; &lt;step&gt;</c>.
/// </summary>
internal static class SqlServerProvisionChild
{
    public const string Command = "provision-on-sql-server";

    public static async Task RunAsync(string directory, string company, string dieAfter)
    {
        await using var bench = await TenancyBench.StartAsync(
            services =>
                services.AddSingleton(provider => new CompanyProvisioner(
                    provider.GetRequiredService<ControlPlaneDatabase>(),
                    provider.GetRequiredService<IDatabaseEngine>(),
                    provider.GetRequiredService<Snapshots>(),
                    provider.GetRequiredService<TimeProvider>()
                )
                {
                    AfterStep = AfterAsync,
                }),
            dataDirectory: directory,
            onSqlServer: true
        );
        bench.Services.GetRequiredService<SqlServerProvisioning>().AfterStep = AfterAsync;
        await bench
            .Services.GetRequiredService<CompanyProvisioner>()
            .ProvisionAsync(new CompanyId(Guid.Parse(company)), "Half B.V.", CompanyKind.Client, "bench", CancellationToken.None);

        Task AfterAsync(string step)
        {
            if (step == dieAfter)
            {
                TestProgram.Die();
            }

            return Task.CompletedTask;
        }
    }
}
