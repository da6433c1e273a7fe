using System.Net.Security;
using System.Text;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Mail.Mime;
using Metiva.Tenancy.Mail.Smtp;

namespace Metiva.Tenancy.Mail;

/// <summary>Where finished mails go: to the mail server, or in Development without one to where they can be looked at.</summary>
internal sealed class MailDelivery(TenancyOptions options, ICredentialVault vault, CapturedMails captured, TimeProvider time)
{
    /// <summary>Judges the server's certificate instead of the system's trust.</summary>
    internal RemoteCertificateValidationCallback? Certificate { get; set; }

    /// <summary>Called with the name of each step that has just been done: <c>accepted</c>.</summary>
    internal Func<string, Task>? AfterStep { get; set; }

    /// <summary>Whether mails go anywhere.</summary>
    internal bool CanSend => options.Mail.HasServer || captured.IsOn;

    /// <summary>Hands a mail over; see <see cref="SmtpDelivery.SendAsync"/>.</summary>
    /// <exception cref="VaultUnavailableException">The vault does not answer.</exception>
    internal async Task<SmtpReply> SendAsync(
        TenantContext tenant,
        MailAddress envelope,
        MailMessage mail,
        Func<CancellationToken, Task> beforeData,
        CancellationToken cancellationToken
    )
    {
        var bytes = MimeWriter.Write(mail);
        if (!options.Mail.HasServer)
        {
            await beforeData(cancellationToken);
            captured.Add(
                new CapturedMail(
                    Guid.CreateVersion7(time.GetUtcNow()),
                    time.GetUtcNow(),
                    tenant.CompanyId,
                    tenant.CompanyName,
                    mail,
                    Encoding.ASCII.GetString(bytes)
                )
            );
            return new SmtpReply(250, ["2.0.0 Kept for development"]);
        }

        var reply = await new SmtpDelivery(await ServerAsync(mail.From.Domain, cancellationToken), time).SendAsync(
            envelope,
            [mail.To],
            bytes,
            beforeData,
            cancellationToken
        );
        await (AfterStep?.Invoke("accepted") ?? Task.CompletedTask);
        return reply;
    }

    private async Task<SmtpServerOptions> ServerAsync(string domain, CancellationToken cancellationToken)
    {
        var mail = options.Mail;
        return new SmtpServerOptions
        {
            Host = mail.Host,
            Port = mail.Port,
            Security = mail.Security,
            UserName = mail.UserName.Length > 0 ? mail.UserName : null,
            Password = mail.UserName.Length > 0 ? await vault.ReadAsync(SecretName.MailServer, cancellationToken) : null,
            HeloName = mail.HeloName.Length > 0 ? mail.HeloName : domain,
            StepTimeout = mail.StepTimeout,
            Certificate = Certificate,
        };
    }
}
