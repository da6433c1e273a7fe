using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>
/// Lets go of a company in this process as soon as it hears that it is closing, or gone: keys and settings in memory, and idle
/// connections, which would keep a deleted file alive and tidy up its log in the place of a new one.
/// </summary>
internal sealed class ClosingWatch(
    ChangeFeed feed,
    Snapshots snapshots,
    CompanyFileStores files,
    SettingsCache settings,
    IDatabaseEngine engine,
    ILogger<ClosingWatch> logger
) : IHostedService
{
    private readonly Dictionary<CompanyId, CatalogEntry> known = [];
    private readonly Lock one = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Applied += Look;
        Look();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Applied -= Look;
        return Task.CompletedTask;
    }

    private void Look()
    {
        lock (one)
        {
            foreach (var company in snapshots.Catalog.Entries)
            {
                known[company.Id] = company;
                if (company.State == CompanyState.Closing)
                {
                    LetGo(company);
                }
            }

            foreach (var gone in known.Values.Where(company => snapshots.Catalog.Find(company.Id) is null).ToList())
            {
                known.Remove(gone.Id);
                LetGo(gone);
            }
        }
    }

    private void LetGo(CatalogEntry company)
    {
        try
        {
            files.Forget(company.Id);
            settings.Forget(company.Id);
            engine.ClearIdle(company);
        }
        // Whatever is wrong with one company must not keep the feed waiting.
        catch (Exception exception)
        {
            logger.LogWarning(exception, "Connections of company {Company}, which is closing, could not be closed yet.", company.Id);
        }
    }
}
