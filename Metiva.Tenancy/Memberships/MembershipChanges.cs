using System.Text.Json;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Plans;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Usage;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Memberships;

/// <summary>Carries out changes of membership, each with its record in the company's audit. The commands here are its callers.</summary>
public sealed class MembershipChanges : AuditedChanges<MembershipChangeRow>
{
    private readonly TimeProvider time;

    internal MembershipChanges(ControlPlaneDatabase controlPlane, CompanyAuditWriter audit, TimeProvider time)
        : base(controlPlane, audit, time) => this.time = time;

    /// <summary>Gives a member other roles, or none.</summary>
    /// <param name="company">Where.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="person">Whose membership.</param>
    /// <param name="expected">The roles that were on the screen; others mean that somebody else was faster.</param>
    /// <param name="after">The roles afterwards; empty removes the membership.</param>
    /// <param name="cancellationToken">Counts until the audit record is written.</param>
    internal Task<Result<Guid>> ChangeAsync(
        CatalogEntry company,
        Actor by,
        PersonId person,
        RoleSet? expected,
        RoleSet after,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            company,
            async (context, token) =>
            {
                var member = await (
                    from membership in context.Memberships
                    join who in context.People on membership.PersonId equals who.Id
                    where membership.CompanyId == company.Id && membership.PersonId == person
                    select new { membership.Roles, who.Name }
                ).SingleOrDefaultAsync(token);
                if (member is null)
                {
                    return new NotFound();
                }

                if (expected is { } seen && seen != member.Roles)
                {
                    return new ChangedMeanwhile();
                }

                var row = Row(company, by, person, member.Roles, after, invitation: null);
                return after.IsEmpty
                    ? (
                        row,
                        Record(
                            row,
                            by,
                            "members.remove",
                            Personal.Of(person, member.Name),
                            who => $"Removed {who}, who was {member.Roles}."
                        )
                    )
                    : (
                        row,
                        Record(
                            row,
                            by,
                            "members.change-roles",
                            Personal.Of(person, member.Name),
                            who => $"Changed the roles of {who} from {member.Roles} to {after}."
                        )
                    );
            },
            cancellationToken
        );

    /// <summary>Makes the person a member, by an invitation that is used up with it.</summary>
    internal Task<Result<Guid>> AcceptAsync(
        CatalogEntry company,
        Actor by,
        InvitationRow invitation,
        string inviter,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            company,
            (_, _) =>
            {
                var row = Row(company, by, by.Id, RoleSet.None, invitation.Roles, invitation.Id);
                var inviting = Personal.Of(invitation.InvitedBy, inviter);
                Result<(MembershipChangeRow, AuditRecord)> drafted = (
                    row,
                    Record(
                        row,
                        by,
                        "members.accept-invitation",
                        Personal.Of(by.Id, by.Name),
                        who => $"{who} became {invitation.Roles} by an invitation of {inviting}.",
                        inviting
                    )
                );
                return Task.FromResult(drafted);
            },
            cancellationToken
        );

    internal override async Task<Result<Action>> PlanAsync(
        ControlPlaneContext context,
        MembershipChangeRow row,
        CancellationToken cancellationToken
    )
    {
        var company = await context.Companies.AsNoTracking().SingleAsync(company => company.Id == row.CompanyId, cancellationToken);
        var member = await context.Memberships.SingleOrDefaultAsync(
            member => member.CompanyId == row.CompanyId && member.PersonId == row.PersonId,
            cancellationToken
        );
        var standing = new Standing(row.PersonId, member?.Roles ?? RoleSet.None);
        if (row.InvitationId is { } invitation)
        {
            return await PlanAcceptanceAsync(context, row, company, standing, invitation, cancellationToken);
        }

        if (standing.Roles != row.Before)
        {
            return new ChangedMeanwhile();
        }

        var by = new Standing(row.RequestedBy, await Registry.RolesAsync(context, row.CompanyId, row.RequestedBy, cancellationToken));
        var otherOwners = await Registry.OwnersAsync(context, row.CompanyId, row.PersonId, cancellationToken);
        var error = row.Roles.IsEmpty
            ? MembershipRules.Remove(company.Kind, by, standing, otherOwners)
            : MembershipRules.Change(company.Kind, by, standing, row.Roles, otherOwners);
        if (error is not null)
        {
            return error;
        }

        if (!row.Roles.IsEmpty)
        {
            return new Action(() =>
            {
                member!.Roles = row.Roles;
                member.Version++;
            });
        }

        var sessions = await Registry.SessionsAsync(context, row.CompanyId, row.PersonId, cancellationToken);
        return new Action(() =>
        {
            context.Memberships.Remove(member!);
            sessions.ForEach(session => session.End(time.GetUtcNow(), "removed"));
        });
    }

    private async Task<Result<Action>> PlanAcceptanceAsync(
        ControlPlaneContext context,
        MembershipChangeRow row,
        CompanyRow company,
        Standing taker,
        Guid invitationId,
        CancellationToken cancellationToken
    )
    {
        var invitation = await context.Invitations.SingleAsync(invitation => invitation.Id == invitationId, cancellationToken);
        var roles = await Registry.RolesAsync(context, row.CompanyId, invitation.InvitedBy, cancellationToken);

        // Judged by the moment it was taken: a crash in between does not let it run out.
        var error =
            invitation.Unusable(row.CreatedAt)
            ?? (company.State == CompanyState.Active ? null : new InvitationCompanyUnavailable())
            ?? MembershipRules.Accept(company.Kind, new Standing(invitation.InvitedBy, roles), taker, invitation.Roles)
            ?? await MemberQuota.ForJoiningAsync(context, row.CompanyId, cancellationToken);
        if (error is not null)
        {
            return error;
        }

        var person = await context.People.SingleAsync(person => person.Id == row.PersonId, cancellationToken);
        var use = await MemberQuota.UseAsync(context, row.CompanyId, cancellationToken);
        var more = use with { Used = use.Used + 1 };
        var month = UsageMonth.Of(row.CreatedAt);
        var warnings = await UsageWarnings.NewAsync(context, row.CompanyId, more, month, row.CreatedAt, cancellationToken);
        return new Action(() =>
        {
            // What a person chose for themselves stays.
            person.Language ??= invitation.Language;
            context.UsageWarnings.AddRange(warnings);
            context.Memberships.Add(
                new MembershipRow
                {
                    PersonId = row.PersonId,
                    CompanyId = row.CompanyId,
                    Roles = row.Roles,
                    CreatedAt = row.CreatedAt,
                }
            );
            invitation.AcceptedAt = row.CreatedAt;
            invitation.AcceptedBy = row.PersonId;
            invitation.Version++;
        });
    }

    private MembershipChangeRow Row(CatalogEntry company, Actor by, PersonId person, RoleSet before, RoleSet after, Guid? invitation)
    {
        var now = time.GetUtcNow();
        return new MembershipChangeRow
        {
            Id = Guid.CreateVersion7(now),
            CompanyId = company.Id,
            PersonId = person,
            Before = before,
            Roles = after,
            InvitationId = invitation,
            RequestedBy = by.Id,
            CreatedAt = now,
        };
    }

    private static AuditRecord Record(
        MembershipChangeRow row,
        Actor by,
        string action,
        Personal member,
        Func<Personal, string> summary,
        Personal? inviter = null
    ) =>
        new()
        {
            OperationId = row.Id,
            At = row.CreatedAt,
            PersonId = by.Id,
            PersonName = by.Name,
            Action = action,
            EntityType = "Member",
            EntityId = row.PersonId.ToString(),
            Summary = AuditText.Cut(summary(member)),
            Before = Json(member, row.Before, inviter: null),
            After = Json(member, row.Roles, inviter),
        };

    private static string? Json(Personal member, RoleSet roles, Personal? inviter) =>
        roles.IsEmpty ? null
        : inviter is null ? JsonSerializer.Serialize(new { member, roles = roles.ToString() }, JsonSerializerOptions.Web)
        : JsonSerializer.Serialize(
            new
            {
                member,
                roles = roles.ToString(),
                inviter,
            },
            JsonSerializerOptions.Web
        );
}
