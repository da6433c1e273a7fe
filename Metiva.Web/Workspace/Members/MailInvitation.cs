using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Memberships;
using Metiva.Web.Identity;
using Metiva.Web.Shell;
using Metiva.Web.Shell.Mailing;
using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Workspace.Members;

/// <summary>
/// Mails an invitation that was just made to whom it is for, in the language in which the company receives new people. The link's secret
/// is kept encrypted until the mail has left, and nobody reads it in the mail log.
/// </summary>
public sealed class MailInvitation
{
    private readonly TenantScope scope;
    private readonly CompanyDatabase database;
    private readonly MailOutbox outbox;
    private readonly MailComposer composer;
    private readonly MailLinks links;
    private readonly IStringLocalizer<SharedTexts> words;

    internal MailInvitation(
        TenantScope scope,
        CompanyDatabase database,
        MailOutbox outbox,
        MailComposer composer,
        MailLinks links,
        IStringLocalizer<SharedTexts> words
    )
    {
        this.scope = scope;
        this.database = database;
        this.outbox = outbox;
        this.composer = composer;
        this.links = links;
        this.words = words;
    }

    /// <summary>The invitation, and the address under which the inviter sees this installation.</summary>
    public sealed record Command(MadeInvitation Invitation, string BaseAddress);

    /// <summary>Does it; gives the mail's key.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Members.Create) is { } denied)
        {
            return denied;
        }

        var made = command.Invitation;
        if (MailAddress.TryParse(made.Email) is not { } to)
        {
            return new InvalidField("email", "format");
        }

        var link = links.To(InvitationEndpoints.Page[1..] + "/", command.BaseAddress)!;
        var signature = await composer.SignatureAsync(cancellationToken);
        var draft = composer.Compose(
            MailKinds.Invitation,
            to,
            made.Language,
            texts => new MailLetter(
                texts["Invitation.Subject", tenant.PersonName, tenant.CompanyName],
                [
                    texts["Invitation.Hello"],
                    texts["Invitation.Text", tenant.PersonName, tenant.CompanyName],
                    texts["Invitation.Roles", string.Join(", ", made.Roles.Roles().Select(role => words["Role." + role].Value))],
                ]
            )
            {
                Action = (texts["Invitation.Action"], link.AbsoluteUri + OutgoingMail.SecretMark),
                Footer = texts["Invitation.Footer", Format.Moment(made.ExpiresAt), to.Address],
                Signature = signature,
            }
        );
        return await database.WriteAsync<Guid>(
            (write, _) =>
            {
                var mail = outbox.Queue(write, draft with { Secret = made.Secret, EntityType = "Invitation", EntityId = made.Id });
                var email = Personal.OfInvitation(made.Id, to.Address);
                write.Audit(
                    "members.invitation-mailed",
                    "Invitation",
                    made.Id.ToString("D"),
                    $"Mailed the invitation to {email}.",
                    after: new { email, Mail = mail.Id }
                );
                return Task.FromResult<Result<Guid>>(mail.Id);
            },
            cancellationToken
        );
    }
}
