using System.Security.Claims;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Binding;

/// <summary>The end of one binding: an outcome, and the context when it is <see cref="BindingOutcome.Bound"/>.</summary>
public readonly record struct BindingResult(BindingOutcome Outcome, TenantContext? Context)
{
    /// <summary>A refusal.</summary>
    public static implicit operator BindingResult(BindingOutcome refusal) => new(refusal, null);
}

/// <summary>
/// Decides from a signed-in principal which company this caller is for. The only way to a <see cref="TenantContext"/>; what dispatches a
/// company's own work comes this way too, and nothing outside of this project can.
/// </summary>
public sealed class Binder(Snapshots snapshots, BindingCounters counters)
{
    /// <summary>Binds, counting the outcome. Reads the principal's claims and the snapshots, nothing else.</summary>
    public BindingResult Bind(ClaimsPrincipal principal)
    {
        var result = Decide(principal, out var company);
        counters.Count(result.Outcome, company?.Id);
        return result;
    }

    /// <summary>
    /// Binds Metiva itself to the company in whose database a piece of work was found. The company's state, its schema and the freshness
    /// of the snapshots count as for anybody; there is no member and no session to look at.
    /// </summary>
    internal BindingResult BindWork(CompanyId companyId, IReadOnlyCollection<Permission> permissions)
    {
        var company = snapshots.Catalog.Find(companyId);
        var outcome =
            !snapshots.IsFresh(AccessKind.Command) ? BindingOutcome.ControlPlaneUnavailable
            : company is null ? BindingOutcome.CompanyUnknown
            : company is { State: CompanyState.Active, SchemaVersion: < SchemaVersions.WithWork } ? BindingOutcome.SchemaOutOfRange
            : StateOf(company);
        return outcome == BindingOutcome.Bound ? new BindingResult(outcome, new TenantContext(snapshots, company!, permissions)) : outcome;
    }

    internal static BindingOutcome StateOf(CatalogEntry company) =>
        company.State switch
        {
            CompanyState.Provisioning => BindingOutcome.CompanyProvisioning,
            CompanyState.Suspended => BindingOutcome.CompanySuspended,
            CompanyState.Closing => BindingOutcome.CompanyClosing,
            CompanyState.Moving => BindingOutcome.CompanyMoving,
            CompanyState.Active => SchemaVersions.Serves(company.SchemaVersion) ? BindingOutcome.Bound : BindingOutcome.SchemaOutOfRange,
            _ => throw new InvalidOperationException($"The catalog knows a state that this build does not: {company.State}."),
        };

    private BindingResult Decide(ClaimsPrincipal principal, out CatalogEntry? company)
    {
        company = null;
        var claims = SignInClaims.Read(principal);
        if (!claims.SignedIn)
        {
            return BindingOutcome.NotSignedIn;
        }

        var claim = CompanyClaim.Read(claims);
        if (claim.Outcome != BindingOutcome.Bound)
        {
            return claim.Outcome;
        }

        if (!snapshots.IsFresh(AccessKind.Read))
        {
            return BindingOutcome.ControlPlaneUnavailable;
        }

        company = snapshots.Catalog.Find(claim.CompanyId);
        if (company is null)
        {
            return BindingOutcome.CompanyUnknown;
        }

        if (snapshots.Memberships.Find(claims.Person, company.Id) is not { } member)
        {
            return BindingOutcome.NotAMember;
        }

        if (!snapshots.Sessions.IsLive(claims.Session, claims.Person, company.Id))
        {
            return BindingOutcome.SessionEnded;
        }

        var state = StateOf(company);
        return state == BindingOutcome.Bound
            ? new BindingResult(
                BindingOutcome.Bound,
                new TenantContext(snapshots, company, member, snapshots.Sessions.Find(claims.Session)!, claims.ViewAsClient)
            )
            : state;
    }
}
