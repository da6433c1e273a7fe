using System.Security.Claims;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Binding;

/// <summary>A membership as its own person may see it.</summary>
public sealed record OwnMembership(CompanyId CompanyId, string CompanyName, CompanyKind Kind, CompanyState State, RoleSet Roles);

/// <summary>A signed-in person without a company: all that the pages under <c>/account</c> know. It opens no database.</summary>
public sealed record PersonContext(PersonId PersonId, SessionId SessionId, string Name, CompanyId? CompanyId);

/// <summary>Binds a principal to a person where no company is needed.</summary>
public sealed class PersonBinder(Snapshots snapshots)
{
    /// <summary>
    /// The person, or the refusal: NotSignedIn, ControlPlaneUnavailable or SessionEnded; <see cref="BindingOutcome.Bound"/>
    /// comes with a person.
    /// </summary>
    public (BindingOutcome Outcome, PersonContext? Person) Bind(ClaimsPrincipal principal)
    {
        var claims = SignInClaims.Read(principal);
        if (!claims.SignedIn)
        {
            return (BindingOutcome.NotSignedIn, null);
        }

        if (!snapshots.IsFresh(AccessKind.Read))
        {
            return (BindingOutcome.ControlPlaneUnavailable, null);
        }

        var session = snapshots.Sessions.Find(claims.Session);
        if (session is null || session.PersonId != claims.Person || !snapshots.Sessions.IsLive(session))
        {
            return (BindingOutcome.SessionEnded, null);
        }

        var name = principal.FindFirst(ClaimNames.Name)?.Value ?? "";
        return (BindingOutcome.Bound, new PersonContext(claims.Person, claims.Session, name, session.CompanyId));
    }

    /// <summary>What the person is a member of, by the companies' names.</summary>
    public IReadOnlyList<OwnMembership> MembershipsOf(PersonContext person) =>
        [
            .. snapshots
                .Memberships.Of(person.PersonId)
                .Select(member => (Member: member, Company: snapshots.Catalog.Find(member.CompanyId)))
                .Where(pair => pair.Company is not null)
                .Select(pair => new OwnMembership(
                    pair.Company!.Id,
                    pair.Company.Name,
                    pair.Company.Kind,
                    pair.Company.State,
                    pair.Member.Roles
                ))
                .OrderBy(membership => membership.CompanyName, StringComparer.CurrentCulture),
        ];
}
