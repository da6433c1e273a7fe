using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Memberships;
using Metiva.Web.Shell.Mailing;

namespace Metiva.Web.Workspace.Settings;

/// <summary>Sends a mail to the person who asks for it, to see whether mail arrives and what its sender looks like.</summary>
public sealed class SendTestMail(
    TenantScope scope,
    CompanyDatabase database,
    CompanyMembers members,
    MailOutbox outbox,
    MailComposer composer
)
{
    /// <summary>In which language.</summary>
    public sealed record Command(string Language);

    /// <summary>Does it; gives the address that it goes to.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<string>> Run(Command command, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Settings.Edit) is { } denied)
        {
            return denied;
        }

        if (!outbox.Sends)
        {
            return new NoMailServer();
        }

        if (MailAddress.TryParse(await members.OwnAddressAsync(cancellationToken), tenant.PersonName) is not { } to)
        {
            return new NoOwnAddress();
        }

        var signature = await composer.SignatureAsync(cancellationToken);
        var draft = composer.Compose(
            MailKinds.Test,
            to,
            command.Language,
            texts => new MailLetter(texts["Test.Subject", tenant.CompanyName], [texts["Test.Hello", tenant.PersonName], texts["Test.Text"]])
            {
                Signature = signature,
            }
        );
        return await database.WriteAsync<string>(
            (write, _) =>
            {
                var mail = outbox.Queue(write, draft);
                var email = Personal.Of(tenant.PersonId, to.Address);
                write.Audit("mail.tested", "Mail", mail.Id.ToString("D"), $"Sent a test mail to {email}.", after: new { email });
                return Task.FromResult<Result<string>>(to.Address);
            },
            cancellationToken
        );
    }
}

/// <summary>The directory names no address for this person.</summary>
public sealed record NoOwnAddress()
    : Error("mail.no-own-address", "Your directory names no mail address for you, so there is none to write to.");
