using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Web.Development;

/// <summary>
/// Enters the demo people and what they hold, straight into the registry. Only for seeding: everywhere else a membership is made by
/// a member with the permission, and the company's own audit says so.
/// </summary>
internal sealed class DemoMembers(ControlPlaneDatabase controlPlane, TimeProvider time)
{
    /// <summary>The record that marks a demo company as finished, written together with its memberships.</summary>
    public const string Seeded = "demo.members-seeded";

    /// <summary>The demo companies that are finished. What somebody changed there since stays as it is.</summary>
    public Task<HashSet<CompanyId>> FinishedAsync(CancellationToken cancellationToken) =>
        controlPlane.ReadAsync(
            async (context, token) =>
                (
                    await context
                        .ControlAudit.Where(audit => audit.Action == Seeded && audit.CompanyId != null)
                        .Select(audit => audit.CompanyId!.Value)
                        .ToListAsync(token)
                ).ToHashSet(),
            cancellationToken
        );

    /// <summary>Enters the company's members, or everybody who is a member of none.</summary>
    public async Task EnterAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        var members = DemoPeople
            .All.Select(person =>
                (Person: person, Membership: person.Memberships.FirstOrDefault(member => member.Company.Id == company.Id))
            )
            .Where(pair => pair.Membership is not null || pair.Person.Memberships.Count == 0)
            .ToList();
        await controlPlane.WriteAsync<int>(
            async (context, token) =>
            {
                if (await context.Memberships.AnyAsync(row => row.CompanyId == company.Id, token))
                {
                    throw new InvalidOperationException($"{company.Name} has members already, so no demo people join it.");
                }

                var known = await context.People.Where(row => row.Issuer == DemoPeople.Issuer).Select(row => row.Id).ToListAsync(token);
                context.People.AddRange(members.Where(pair => !known.Contains(pair.Person.Id)).Select(pair => Row(pair.Person)));
                context.Memberships.AddRange(
                    members
                        .Where(pair => pair.Membership is not null)
                        .Select(pair => new MembershipRow
                        {
                            PersonId = pair.Person.Id,
                            CompanyId = company.Id,
                            Roles = pair.Membership!.Roles,
                            CreatedAt = time.GetUtcNow(),
                        })
                );
                context.ControlAudit.Add(
                    new ControlAuditRow
                    {
                        At = time.GetUtcNow(),
                        PersonName = "Metiva",
                        Action = Seeded,
                        CompanyId = company.Id,
                        Summary = "Demo people became members",
                    }
                );
                return members.Count;
            },
            cancellationToken
        );
    }

    private PersonRow Row(DemoPerson person) =>
        new()
        {
            Id = person.Id,
            Issuer = DemoPeople.Issuer,
            Subject = person.Subject,
            Name = person.Name,
            Email = person.Email,
            CreatedAt = time.GetUtcNow(),
        };
}
