using Metiva.Domain.Invoices;

namespace Metiva.Web.Development.Demo;

/// <summary>All records of one demo company, in the order in which they refer to each other.</summary>
internal static class DemoRecords
{
    /// <summary>Makes them. The same company on the same day gives the same records, their keys apart.</summary>
    public static IEnumerable<object> Make(DemoCompany company, DateTimeOffset now)
    {
        var world = new DemoWorld(company, now);
        List<object> accounts = [.. DemoAccounts.Make(world)];
        List<object> invoices = [.. new DemoInvoices(world).Make()];
        return
        [
            DemoAccounts.Profile(world),
            .. accounts,
            .. invoices,
            .. DemoContracts.Make(world),
            .. DemoProjects.Make(world),
            .. DemoSettings.Make(world),
            .. DemoJobs.Make(world),
            .. DemoMails.Make(world, [.. invoices.OfType<Invoice>()]),
            .. DemoGrants.Make(company, now),
        ];
    }
}
