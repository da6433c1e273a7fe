using System.Globalization;
using System.Net;
using System.Text;

namespace Metiva.Tenancy.Mail.Smtp;

/// <summary>Hands one mail to the installation's mail server (RFC 5321 as a submission client, RFC 6409).</summary>
internal sealed class SmtpDelivery(SmtpServerOptions server, TimeProvider time)
{
    /// <summary>Hands it over.</summary>
    /// <param name="sender">The envelope's sender: bounces go there.</param>
    /// <param name="recipients">The envelope's recipients; all of them get it or none.</param>
    /// <param name="mail">The mail's bytes.</param>
    /// <param name="beforeData">Called once the server takes sender and recipients, before a byte of the mail is sent.</param>
    /// <param name="cancellationToken">Breaks off; while the mail is on its way nobody knows then whether it arrived.</param>
    /// <returns>The server's answer to the mail.</returns>
    /// <exception cref="SmtpRefusedException">The server refused.</exception>
    /// <exception cref="SmtpConnectionException">The line broke or was too slow.</exception>
    /// <exception cref="SmtpProtocolException">The server does not offer what the settings demand.</exception>
    public async Task<SmtpReply> SendAsync(
        MailAddress sender,
        IReadOnlyList<MailAddress> recipients,
        ReadOnlyMemory<byte> mail,
        Func<CancellationToken, Task> beforeData,
        CancellationToken cancellationToken
    )
    {
        var stuffed = DotStuffing.Stuff(mail.Span);
        using var line = new SmtpLine(server, time);
        var abilities = await OpenAsync(line, cancellationToken);

        line.Stage = SmtpStage.Envelope;
        await DemandAsync(line, $"MAIL FROM:<{sender.Address}>{Size(abilities, stuffed.Length)}", cancellationToken);
        foreach (var recipient in recipients)
        {
            await DemandAsync(line, $"RCPT TO:<{recipient.Address}>", cancellationToken);
        }

        await beforeData(cancellationToken);
        await DemandAsync(line, "DATA", cancellationToken, 354);

        line.Stage = SmtpStage.Data;
        await line.SendAsync(stuffed, cancellationToken);
        var reply = Demand(line, await line.ReadAsync(cancellationToken), 250);
        await LeaveAsync(line, cancellationToken);
        return reply;
    }

    private async Task<SmtpAbilities> OpenAsync(SmtpLine line, CancellationToken cancellationToken)
    {
        if (server.Security == SmtpSecurity.None && !IsThisMachine(server.Host))
        {
            throw new SmtpProtocolException("A mail server on another machine is spoken to encrypted only.");
        }

        await line.ConnectAsync(cancellationToken);
        if (server.Security == SmtpSecurity.Tls)
        {
            await line.EncryptAsync(cancellationToken);
        }

        Demand(line, await line.ReadAsync(cancellationToken), 220);
        var abilities = await HelloAsync(line, cancellationToken);
        if (server.Security == SmtpSecurity.StartTls)
        {
            if (!abilities.StartTls)
            {
                throw new SmtpProtocolException("The mail server does not offer STARTTLS.");
            }

            await DemandAsync(line, "STARTTLS", cancellationToken, 220);
            await line.EncryptAsync(cancellationToken);

            // What was said in the clear counts for nothing any more.
            abilities = await HelloAsync(line, cancellationToken);
        }

        await ProveAsync(line, abilities, cancellationToken);
        return abilities;
    }

    private async Task<SmtpAbilities> HelloAsync(SmtpLine line, CancellationToken cancellationToken) =>
        SmtpAbilities.Read(await DemandAsync(line, $"EHLO {server.HeloName}", cancellationToken, 250));

    private async Task ProveAsync(SmtpLine line, SmtpAbilities abilities, CancellationToken cancellationToken)
    {
        if (server.UserName is not { } name)
        {
            return;
        }

        var password = server.Password ?? throw new SmtpProtocolException("There is a user name for the mail server but no password.");
        if (!line.Encrypted && !IsThisMachine(server.Host))
        {
            throw new SmtpProtocolException("The password is not sent in the clear.");
        }

        if (abilities.AuthPlain)
        {
            await DemandAsync(line, "AUTH PLAIN " + Base64($"\0{name}\0{password}"), cancellationToken, 235);
        }
        else if (abilities.AuthLogin)
        {
            await DemandAsync(line, "AUTH LOGIN", cancellationToken, 334);
            await DemandAsync(line, Base64(name), cancellationToken, 334);
            await DemandAsync(line, Base64(password), cancellationToken, 235);
        }
        else
        {
            throw new SmtpProtocolException("The mail server offers neither AUTH PLAIN nor AUTH LOGIN.");
        }
    }

    private static string Size(SmtpAbilities abilities, int length)
    {
        if (abilities.MaxSize is { } max and > 0 && length > max)
        {
            throw new SmtpRefusedException(SmtpStage.Envelope, new SmtpReply(552, ["5.3.4 The mail is larger than the server takes."]));
        }

        return abilities.MaxSize is null ? "" : string.Create(CultureInfo.InvariantCulture, $" SIZE={length}");
    }

    private static async Task<SmtpReply> DemandAsync(
        SmtpLine line,
        string command,
        CancellationToken cancellationToken,
        int? code = null
    ) => Demand(line, await line.AskAsync(command, cancellationToken), code);

    private static SmtpReply Demand(SmtpLine line, SmtpReply reply, int? code) =>
        (code is null ? reply.Positive : reply.Code == code) ? reply : throw new SmtpRefusedException(line.Stage, reply);

    // The mail is there: how the goodbye goes changes nothing.
    private static async Task LeaveAsync(SmtpLine line, CancellationToken cancellationToken)
    {
        try
        {
            await line.AskAsync("QUIT", cancellationToken);
        }
        catch (Exception gone) when (gone is SmtpConnectionException or SmtpProtocolException or OperationCanceledException)
        {
            return;
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
