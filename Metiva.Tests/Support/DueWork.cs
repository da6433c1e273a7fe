using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Support;

/// <summary>Does work from a company's outbox when a test says so, exactly as the dispatcher does it.</summary>
internal static class DueWork
{
    /// <summary>
    /// Does everything that is due, and what that asks for in turn, until nothing is due. Work that failed waits for its next attempt and
    /// is left; see <see cref="WorkItem.Trouble"/>. Returns how many attempts it made.
    /// </summary>
    public static async Task<int> RunAllAsync(IServiceProvider services, CompanyId company)
    {
        var ledger = services.GetRequiredService<WorkLedger>();
        var runner = services.GetRequiredService<WorkRunner>();
        for (var attempts = 0; ; attempts++)
        {
            Assert.True(attempts < 10_000, "This work asks for itself again and again.");
            var entry = services.GetRequiredService<Snapshots>().Catalog.Find(company)!;
            var claim = await ledger.ClaimAsync(entry, CancellationToken.None);
            if (claim.Item is null)
            {
                return attempts;
            }

            await runner.RunAsync(entry, claim.Item, CancellationToken.None);
        }
    }
}
