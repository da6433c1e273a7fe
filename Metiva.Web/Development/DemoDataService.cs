using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Lifecycle;
using Metiva.Web.Development.Demo;

namespace Metiva.Web.Development;

/// <summary>
/// Makes the demo companies at the first start, before the host serves anything. Each company goes through three steps: its
/// database, its data (one transaction), its members (one transaction, with the mark that it is finished). A killed start goes on
/// at the first step that is not done.
/// </summary>
internal sealed class DemoDataService(
    CompanyProvisioner provisioner,
    CompanySeeder seeder,
    DemoMembers members,
    Snapshots snapshots,
    TimeProvider time,
    IHostEnvironment environment,
    IConfiguration configuration,
    ILogger<DemoDataService> logger
) : IHostedService
{
    private const string Server = "local";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment() || !configuration.GetValue("Development:DemoData", true))
        {
            return;
        }

        var known = DemoCompanies.All.Select(company => company.Id).ToHashSet();
        if (snapshots.Catalog.Count > 0 && !snapshots.Catalog.Entries.Any(entry => known.Contains(entry.Id)))
        {
            logger.LogInformation("This installation has companies of its own, so no demo data is made.");
            return;
        }

        var finished = await members.FinishedAsync(cancellationToken);
        foreach (var company in DemoCompanies.All.Where(company => !finished.Contains(company.Id)))
        {
            await MakeAsync(company, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MakeAsync(DemoCompany company, CancellationToken cancellationToken)
    {
        logger.LogInformation("Demo data: making {Company} and its database ...", company.Name);
        var started = time.GetTimestamp();
        var entry = await provisioner.ProvisionAsync(company.Id, company.Name, company.Kind, Server, cancellationToken);
        var files = await DemoFiles.MakeAsync(company, time.GetUtcNow(), seeder, cancellationToken);
        var records = await seeder.SeedAsync(
            company.Id,
            () => DemoRecords.Make(company, time.GetUtcNow()).Concat(files),
            cancellationToken
        );
        await members.EnterAsync(entry, cancellationToken);
        logger.LogInformation(
            "Demo data: {Company} is ready, {Records} records in {Milliseconds:0} ms.",
            company.Name,
            records,
            time.GetElapsedTime(started).TotalMilliseconds
        );
    }
}
