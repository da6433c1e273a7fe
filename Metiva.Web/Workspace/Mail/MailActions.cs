using Metiva.Tenancy.Mail;
using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;
using Radzen;

namespace Metiva.Web.Workspace.Mail;

/// <summary>What pages do with a mail: ask where it may arrive twice or not at all, run the command, say how it ended.</summary>
public sealed class MailActions(SendMailAgain again, CommandRunner runner, DialogService dialogs, IStringLocalizer<MailTexts> texts)
{
    /// <summary>Sends it once more, or now. False when the person changed their mind.</summary>
    public async Task<bool> SendAgainAsync(MailRow mail)
    {
        if (
            mail.State is MailState.Uncertain or MailState.Bounced
            && !await dialogs.AskAsync(texts["Again.Title"], texts["Again.Ask." + mail.State, mail.ToAddress], texts["Again.Confirm"])
        )
        {
            return false;
        }

        await runner.RunAsync(
            token => again.Run(new SendMailAgain.Command(mail.Id, mail.Version), token),
            _ => texts["Again.Done"],
            CancellationToken.None
        );
        return true;
    }
}
