using System.Collections.Concurrent;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines;
using Microsoft.Extensions.Hosting;

namespace Metiva.Tenancy.Credentials.Rotation;

/// <summary>Closes this process's idle connections of a login as soon as it hears that another is in use.</summary>
internal sealed class LoginWatch(ChangeFeed feed, Snapshots snapshots, ICompanyLogins logins) : IHostedService
{
    private readonly ConcurrentDictionary<CompanyId, LoginSlot> known = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (logins.Supported)
        {
            feed.Applied += Look;
            Look();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Applied -= Look;
        return Task.CompletedTask;
    }

    private void Look()
    {
        foreach (var company in snapshots.Catalog.Entries)
        {
            if (known.TryGetValue(company.Id, out var before) && before != company.Login)
            {
                logins.ClearIdle(company, before);
            }

            known[company.Id] = company.Login;
        }
    }
}
