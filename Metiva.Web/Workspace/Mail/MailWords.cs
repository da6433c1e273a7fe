using Metiva.Tenancy.Mail;
using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Workspace.Mail;

/// <summary>Mails in words.</summary>
internal static class MailWords
{
    /// <summary>What a kind is called; one without a name here shows its own.</summary>
    internal static string Kind(this IStringLocalizer<MailTexts> texts, string kind) =>
        texts["Kind." + kind] is { ResourceNotFound: false } named ? named.Value : kind;

    /// <summary>Why it was not sent; a code without a sentence here shows itself.</summary>
    internal static string Trouble(this IStringLocalizer<MailTexts> texts, string trouble) =>
        texts["Trouble." + trouble] is { ResourceNotFound: false } named ? named.Value : trouble;

    /// <summary>What a language is called.</summary>
    internal static string Language(this IStringLocalizer<MailTexts> texts, string language) =>
        texts["Language." + language] is { ResourceNotFound: false } named ? named.Value : language;

    /// <summary>A body with a word where only its reader has a secret.</summary>
    internal static string Body(this IStringLocalizer<MailTexts> texts, string body) =>
        body.Replace(OutgoingMail.SecretMark, $"[{texts["HiddenLink"].Value}]", StringComparison.Ordinal);

    /// <summary>The page of the record that it is about; null when it has none.</summary>
    internal static string? HrefOfRecord(MailRow mail) =>
        mail switch
        {
            { EntityType: "Invoice", EntityId: { } invoice } => $"/workspace/invoices/{invoice:D}",
            { EntityType: "Invitation" } => "/workspace/members",
            _ => null,
        };

    internal static Tone Tone(MailState state) =>
        state switch
        {
            MailState.Sending => Ui.Tone.Info,
            MailState.Sent => Ui.Tone.Good,
            MailState.Failed or MailState.Bounced => Ui.Tone.Bad,
            MailState.Uncertain => Ui.Tone.Warning,
            _ => Ui.Tone.Neutral,
        };

    internal static Tone Tone(MailOutcome outcome) =>
        outcome switch
        {
            MailOutcome.Sending => Ui.Tone.Info,
            MailOutcome.Accepted => Ui.Tone.Good,
            MailOutcome.Refused or MailOutcome.Bounced => Ui.Tone.Bad,
            _ => Ui.Tone.Warning,
        };
}
