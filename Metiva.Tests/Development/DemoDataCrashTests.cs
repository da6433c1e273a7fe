using System.Globalization;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Development;

/// <summary>The first start, killed at step after step and started again each time.</summary>
public sealed class DemoDataCrashTests
{
    // Each run gets a little further into the company at hand before it dies; the last one finishes.
    private static readonly int[] DeathAt = [1, 2, 3, 4, 5, 9, 16, 21, 40];

    [Fact]
    public async Task A_start_that_was_killed_at_every_step_ends_like_one_that_was_not()
    {
        var whole = Directory.CreateTempSubdirectory("metiva-whole-").FullName;
        var killed = Directory.CreateTempSubdirectory("metiva-killed-").FullName;
        try
        {
            Assert.True(await DemoDataChild.LivesAsync(whole, DemoDataChild.Survives));
            var deaths = 0;
            foreach (var call in DeathAt)
            {
                deaths += await DemoDataChild.LivesAsync(killed, call) ? 0 : 1;
            }

            Assert.True(deaths >= 7, $"It was to die several times, and did {deaths} times.");
            Assert.True(await DemoDataChild.LivesAsync(killed, DemoDataChild.Survives));
            Assert.Equal(await DigestAsync(whole), await DigestAsync(killed));
        }
        finally
        {
            DemoBench.Delete(whole);
            DemoBench.Delete(killed);
        }
    }

    [Fact]
    public async Task Nothing_is_made_outside_Development_or_when_it_is_switched_off()
    {
        foreach (var (environment, demoData) in new[] { ("Production", "true"), ("Staging", "true"), ("Development", "false") })
        {
            var directory = Directory.CreateTempSubdirectory("metiva-none-").FullName;
            using (var host = DemoBench.Build(directory, TimeProvider.System, environment, demoData))
            {
                await host.StartAsync();
                Assert.Equal(0, host.Services.GetRequiredService<Snapshots>().Catalog.Count);
                await host.StopAsync();
            }

            DemoBench.Delete(directory);
        }
    }

    /// <summary>Everything that was made, without the keys, which are new each time.</summary>
    private static async Task<List<string>> DigestAsync(string directory)
    {
        using var host = DemoBench.Build(directory, new FixedClock(), demoData: "false");
        await host.StartAsync();
        var lines = await host.Services.GetRequiredService<ControlPlaneDatabase>().ReadAsync(RegistryAsync, CancellationToken.None);
        foreach (var company in DemoCompanies.All)
        {
            lines.AddRange(await DemoBench.ReadAsync(host.Services, company, CompanyAsync));
        }

        await host.StopAsync();
        return lines;
    }

    private static async Task<List<string>> RegistryAsync(ControlPlaneContext control, CancellationToken token)
    {
        var companies = await control.Companies.OrderBy(row => row.Name).ToListAsync(token);
        var people = await control.People.OrderBy(row => row.Id).ToListAsync(token);
        var members = await control.Memberships.OrderBy(row => row.CompanyId).ThenBy(row => row.PersonId).ToListAsync(token);
        var audit = await control.ControlAudit.OrderBy(row => row.Sequence).ToListAsync(token);
        return
        [
            .. companies.Select(row => $"{row.Id} {row.Name} {row.State} {row.Version}"),
            .. people.Select(row => $"{row.Id} {row.Subject} {row.Name} {row.Email}"),
            .. members.Select(row => $"{row.CompanyId} {row.PersonId} {row.Roles}"),
            .. audit.Select(row => $"{row.Sequence} {row.Action} {row.CompanyId}"),
        ];
    }

    private static async Task<List<string>> CompanyAsync(CompanyContext data)
    {
        var profile = await data.Profile.SingleAsync();
        var accounts = await data.Accounts.OrderBy(row => row.Name).ToListAsync();
        var contacts = await data.Contacts.OrderBy(row => row.Email).ThenBy(row => row.Name).ThenBy(row => row.Phone).ToListAsync();
        var invoices = await data
            .Invoices.Include(row => row.Lines)
            .Include(row => row.Payments)
            .Include(row => row.History)
            .AsSplitQuery()
            .ToListAsync();
        var contracts = await data.Contracts.ToListAsync();
        var projects = await data.Projects.Include(row => row.Milestones).ToListAsync();
        var stored = await data.AuditRecords.AsNoTracking().OrderBy(row => row.Sequence).ToListAsync();
        var audit = await data.Database.GetDbConnection().ReadableAsync(stored);
        IEnumerable<FormattableString> lines =
        [
            $"{profile.LegalName} {profile.KvkNumber} {profile.VatId} {Convert.ToHexString(profile.Logo!)}",
            .. accounts.Select(row => (FormattableString)$"{row.Name} {row.Address} {row.VatId} {row.AssignedTo} {row.CreatedAt:O}"),
            .. contacts.Select(row => (FormattableString)$"{row.Name} {row.Email} {row.Phone} {row.JobTitle}"),
            .. invoices.Select(row =>
                (FormattableString)
                    $"{row.Number} {row.State} {row.CustomerName} {row.IssueDate:O} {row.Total} {row.OpenBalance} {row.Reference} {string.Join(';', row.Lines.Select(line => $"{line.Description} {line.Net} {line.Vat}"))} {string.Join(';', row.Payments.Select(payment => $"{payment.PaidOn:O} {payment.Amount} {payment.Method}"))} {string.Join(';', row.History.Select(entry => $"{entry.At:O} {entry.Kind} {entry.PersonName} {entry.Note}"))}"
            ),
            .. contracts.Select(row =>
                (FormattableString)$"{row.Title} {row.State} {row.Value} {row.StartDate:O} {row.SignedAt:O} {row.PublishedAt:O}"
            ),
            .. projects.Select(row =>
                (FormattableString)
                    $"{row.Name} {row.State} {row.Kind} {row.HoursUsed} {row.PublishedAt:O} {string.Join(';', row.Milestones.Select(milestone => $"{milestone.Name} {milestone.CompletedOn:O}"))}"
            ),
            .. audit.Select(row => (FormattableString)$"{row.Sequence} {row.Action} {row.Summary}"),
        ];
        return [.. lines.Select(line => line.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal)];
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DemoDataChild.Now;
    }
}
