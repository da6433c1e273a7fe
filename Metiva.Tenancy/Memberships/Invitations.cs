using System.Text.Json;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Plans;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Memberships;

/// <summary>An invitation as whoever holds its link sees it.</summary>
/// <param name="CompanyName">Which company invites.</param>
/// <param name="InviterName">Who invited.</param>
/// <param name="Roles">What it gives.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="Refusal">Why this person cannot take it; null when they can.</param>
public sealed record InvitationOffer(string CompanyName, string InviterName, RoleSet Roles, DateTimeOffset ExpiresAt, Error? Refusal);

/// <summary>The other side of an invitation: a signed-in person, bound to no company, with a secret.</summary>
public sealed class Invitations
{
    private readonly ControlPlaneDatabase controlPlane;
    private readonly MembershipChanges changes;
    private readonly CompanyAuditWriter audit;
    private readonly Snapshots snapshots;
    private readonly TimeProvider time;

    internal Invitations(
        ControlPlaneDatabase controlPlane,
        MembershipChanges changes,
        CompanyAuditWriter audit,
        Snapshots snapshots,
        TimeProvider time
    )
    {
        this.controlPlane = controlPlane;
        this.changes = changes;
        this.audit = audit;
        this.snapshots = snapshots;
        this.time = time;
    }

    /// <summary>What the invitation offers; NotFound when no invitation has this secret.</summary>
    public async Task<Result<InvitationOffer>> FindAsync(PersonContext person, string? secret, CancellationToken cancellationToken)
    {
        if (await LoadAsync(person, secret, cancellationToken) is not { } found)
        {
            return new NotFound();
        }

        var row = found.Row;
        return new InvitationOffer(found.Company.Name, found.InviterName, row.Roles, row.ExpiresAt, RefusalOf(found, person));
    }

    /// <summary>Takes it: the person becomes a member. Works once.</summary>
    public async Task<Result<CompanyId>> AcceptAsync(PersonContext person, string? secret, CancellationToken cancellationToken)
    {
        if (await LoadAsync(person, secret, cancellationToken) is not { } found)
        {
            return new NotFound();
        }

        var by = new Actor(person.PersonId, found.TakerName);
        var accepted = await changes.AcceptAsync(found.Company, by, found.Row, found.InviterName, cancellationToken);
        return accepted.Ok ? found.Company.Id : accepted.Error!;
    }

    /// <summary>Says no to it: nobody can take it any more.</summary>
    public async Task<Result<CompanyId>> DeclineAsync(PersonContext person, string? secret, CancellationToken cancellationToken)
    {
        if (await LoadAsync(person, secret, cancellationToken) is not { } found)
        {
            return new NotFound();
        }

        if (found.Row.Unusable(time.GetUtcNow()) is { } unusable)
        {
            return unusable;
        }

        try
        {
            await audit.InTurnAsync(
                found.Company,
                async (turn, token) =>
                {
                    await turn.AddAsync(Declined(found, person), token);
                    return true;
                },
                cancellationToken
            );
        }
        catch (BindingRefusedException refused)
        {
            return new AuditUnavailable(refused.Outcome);
        }

        return await controlPlane.WriteAsync<CompanyId>(
            async (context, token) =>
            {
                var row = await context.Invitations.SingleAsync(row => row.Id == found.Row.Id, token);
                if (row.Unusable(time.GetUtcNow()) is { } meanwhile)
                {
                    return meanwhile;
                }

                row.RevokedAt = time.GetUtcNow();
                row.Version++;
                return found.Company.Id;
            },
            CancellationToken.None
        );
    }

    private Error? RefusalOf(Found found, PersonContext person) =>
        found.Row.Unusable(time.GetUtcNow())
        ?? (found.Company.State == CompanyState.Active ? null : new InvitationCompanyUnavailable())
        ?? MembershipRules.Accept(
            found.Company.Kind,
            new Standing(found.Row.InvitedBy, snapshots.Memberships.Find(found.Row.InvitedBy, found.Company.Id)?.Roles ?? RoleSet.None),
            new Standing(person.PersonId, snapshots.Memberships.Find(person.PersonId, found.Company.Id)?.Roles ?? RoleSet.None),
            found.Row.Roles
        )
        ?? (found.Members < PlanQuotas.Of(found.Company.Plan).Members ? null : new MembersQuotaReached(found.Members));

    private async Task<Found?> LoadAsync(PersonContext person, string? secret, CancellationToken cancellationToken)
    {
        if (InvitationSecret.Hash(secret) is not { } hash)
        {
            return null;
        }

        var found = await controlPlane.ReadAsync(
            (context, token) =>
                (
                    from invitation in context.Invitations
                    join inviter in context.People on invitation.InvitedBy equals inviter.Id
                    from taker in context.People
                    where invitation.SecretHash == hash && taker.Id == person.PersonId
                    select new
                    {
                        Row = invitation,
                        Members = context.Memberships.Count(member => member.CompanyId == invitation.CompanyId),
                        Inviter = inviter.Name,
                        Taker = taker.Name,
                    }
                ).SingleOrDefaultAsync(token),
            cancellationToken
        );
        return found is not null && snapshots.Catalog.Find(found.Row.CompanyId) is { } company
            ? new Found(found.Row, company, found.Inviter, found.Taker, found.Members)
            : null;
    }

    private AuditRecord Declined(Found found, PersonContext person)
    {
        var inviter = Personal.Of(found.Row.InvitedBy, found.InviterName);
        return new()
        {
            At = time.GetUtcNow(),
            PersonId = person.PersonId,
            PersonName = found.TakerName,
            Action = "members.decline-invitation",
            EntityType = "Invitation",
            EntityId = found.Row.Id.ToString(),
            Summary = AuditText.Cut($"{Personal.Of(person.PersonId, found.TakerName)} declined the invitation of {inviter}."),
            After = JsonSerializer.Serialize(new { inviter }, JsonSerializerOptions.Web),
        };
    }

    private sealed record Found(InvitationRow Row, CatalogEntry Company, string InviterName, string TakerName, int Members);
}
