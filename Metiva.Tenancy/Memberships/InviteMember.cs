using System.Net.Mail;
using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Domain.Settings;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Settings;

namespace Metiva.Tenancy.Memberships;

/// <summary>An invitation that was just made. The secret is known here and nowhere else.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Secret">Who has it may take it.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="Email">For whom.</param>
/// <param name="Roles">What it gives.</param>
/// <param name="Language">The language in which the company receives new people: <c>nl</c> or <c>en</c>.</param>
public sealed record MadeInvitation(Guid Id, string Secret, DateTimeOffset ExpiresAt, string Email, RoleSet Roles, string Language);

/// <summary>
/// Makes an invitation to the bound company. Whoever has its link and signs in may take it; the address is a reminder for the
/// inviter, is never looked up and decides nothing.
/// </summary>
public sealed class InviteMember(TenantScope scope, AuditedRegistryWrite registry, CompanySettings settings, TimeProvider time)
{
    /// <summary>For whom, and which roles it gives.</summary>
    public sealed record Command(string Email, RoleSet Roles);

    /// <summary>Does it.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<MadeInvitation>> Run(Command command, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Members.Create) is { } denied)
        {
            return denied;
        }

        if (Check(command.Email) is { } wrong)
        {
            return wrong;
        }

        tenant.Demand(AccessKind.Command);
        var general = await settings.GetAsync<GeneralSettings>(cancellationToken);
        var now = time.GetUtcNow();
        var made = new MadeInvitation(
            Guid.CreateVersion7(now),
            InvitationSecret.Make(),
            now.AddDays(general.InvitationDays),
            command.Email.Trim(),
            command.Roles,
            general.Language
        );
        var email = Personal.OfInvitation(made.Id, command.Email.Trim());
        return await registry.RunAsync<MadeInvitation>(
            async (context, token) =>
            {
                var roles = await Registry.RolesAsync(context, tenant.CompanyId, tenant.PersonId, token);
                if (MembershipRules.Invite(tenant.CompanyKind, new Standing(tenant.PersonId, roles), command.Roles) is { } refused)
                {
                    return refused;
                }

                if (await MemberQuota.ForInvitationAsync(context, tenant.CompanyId, now, token) is { } full)
                {
                    return full;
                }

                return new RegistryPlan<MadeInvitation>(
                    made,
                    new AuditLine(
                        "members.invite",
                        "Invitation",
                        made.Id.ToString(),
                        $"Invited {email} as {command.Roles}.",
                        new
                        {
                            email,
                            roles = command.Roles.ToString(),
                            made.ExpiresAt,
                        }
                    ),
                    () => context.Invitations.Add(Row(tenant, command, made, now, general.Language))
                );
            },
            cancellationToken
        );
    }

    private static InvitationRow Row(TenantContext tenant, Command command, MadeInvitation made, DateTimeOffset now, string language) =>
        new()
        {
            Id = made.Id,
            CompanyId = tenant.CompanyId,
            Email = command.Email.Trim(),
            Roles = command.Roles,
            SecretHash = InvitationSecret.Hash(made.Secret)!,
            InvitedBy = tenant.PersonId,
            CreatedAt = now,
            ExpiresAt = made.ExpiresAt,
            Language = language,
        };

    private static InvalidField? Check(string? email) =>
        string.IsNullOrWhiteSpace(email) ? new InvalidField("email", "required")
        : email.Trim().Length > Limits.Email ? new InvalidField("email", "too-long")
        : !MailAddress.TryCreate(email.Trim(), out var address) || address.Address != email.Trim() ? new InvalidField("email", "format")
        : null;
}
