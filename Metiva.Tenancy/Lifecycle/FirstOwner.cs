using System.Security.Cryptography;
using System.Text.Json;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>Whom a new company belongs to.</summary>
/// <param name="Issuer">The issuer, as its tokens name it.</param>
/// <param name="Subject">The subject there; for Entra ID tenant and object id.</param>
/// <param name="Name">Display name, until the first sign-in says it.</param>
public sealed record FirstOwnerPerson(string Issuer, string Subject, string Name);

/// <summary>The company has members already: who belongs to it is theirs to say.</summary>
public sealed record CompanyHasMembers()
    : Error("companies.has-members", "This company has members already. Its Owner or Admin invites further people.");

/// <summary>
/// Names the first Owner of a company that nobody is a member of. The company's own audit says so before it counts; asked again after a
/// crash it goes on where it was.
/// </summary>
internal sealed class FirstOwner(ControlPlaneDatabase controlPlane, CompanyAuditWriter audit, TimeProvider time)
{
    /// <summary>What audits call whoever runs the host.</summary>
    internal const string Who = "Command line";

    /// <summary>Names them.</summary>
    /// <exception cref="Binding.BindingRefusedException">The registry or the company's database cannot be written.</exception>
    internal async Task<Result> NameAsync(CatalogEntry company, FirstOwnerPerson person, CancellationToken cancellationToken)
    {
        var wrong =
            Limits.Check(nameof(person.Name), person.Name, Limits.Name) ?? Limits.Check(nameof(person.Subject), person.Subject, 200);
        if (wrong is not null)
        {
            return wrong;
        }

        var free = await controlPlane.ReadAsync((context, token) => HasNobodyAsync(context, company.Id, token), cancellationToken);
        if (!free)
        {
            return new CompanyHasMembers();
        }

        await audit.InTurnAsync(company, (turn, token) => WriteDownAsync(turn, company, person, token), cancellationToken);
        var named = await controlPlane.WriteAsync<bool>(
            (context, token) => EnterAsync(context, company, person, token),
            CancellationToken.None
        );
        return named.Ok ? Result.Done : named.Error!;
    }

    private static async Task<bool> HasNobodyAsync(ControlPlaneContext context, CompanyId company, CancellationToken cancellationToken) =>
        !await context.Memberships.AnyAsync(member => member.CompanyId == company, cancellationToken);

    private async Task<bool> WriteDownAsync(
        CompanyAuditTurn turn,
        CatalogEntry company,
        FirstOwnerPerson person,
        CancellationToken cancellationToken
    )
    {
        var operation = OperationOf(company.Id, person);
        if (await turn.FindAsync(operation, cancellationToken) is not null)
        {
            return false;
        }

        // They are nobody here until their first sign-in.
        var name = Personal.OfInvitation(operation, person.Name);
        await turn.AddAsync(
            new AuditRecord
            {
                OperationId = operation,
                At = time.GetUtcNow(),
                PersonId = null,
                PersonName = Who,
                Action = "members.first-owner",
                EntityType = "Company",
                EntityId = company.Id.ToString(),
                Summary = AuditText.Cut($"{name} became the first Owner."),
                After = JsonSerializer.Serialize(new { member = name, roles = nameof(Role.Owner) }, JsonSerializerOptions.Web),
            },
            cancellationToken
        );
        return true;
    }

    private async Task<Result<bool>> EnterAsync(
        ControlPlaneContext context,
        CatalogEntry company,
        FirstOwnerPerson person,
        CancellationToken cancellationToken
    )
    {
        // Another command may have been quicker.
        if (!await HasNobodyAsync(context, company.Id, cancellationToken))
        {
            return new CompanyHasMembers();
        }

        var now = time.GetUtcNow();
        var known = await context.People.SingleOrDefaultAsync(
            row => row.Issuer == person.Issuer && row.Subject == person.Subject,
            cancellationToken
        );
        if (known is null)
        {
            known = new PersonRow
            {
                Id = new PersonId(Guid.CreateVersion7(now)),
                Issuer = person.Issuer,
                Subject = person.Subject,
                Name = person.Name,
                CreatedAt = now,
            };
            context.People.Add(known);
        }

        context.Memberships.Add(
            new MembershipRow
            {
                PersonId = known.Id,
                CompanyId = company.Id,
                Roles = RoleSet.Of(Role.Owner),
                CreatedAt = now,
            }
        );
        context.ControlAudit.Add(
            new ControlAuditRow
            {
                At = now,
                PersonName = Who,
                Action = "companies.first-owner",
                CompanyId = company.Id,
                Summary = AuditText.Cut(person.Name),
            }
        );
        return true;
    }

    /// <summary>The same for the same company and person, so that a repeated command writes one record.</summary>
    private static Guid OperationOf(CompanyId company, FirstOwnerPerson person)
    {
        var text = $"first-owner {company} {person.Issuer} {person.Subject}";
        return new Guid(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
