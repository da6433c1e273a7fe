using System.Globalization;
using Metiva.Domain.Settings;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Settings;
using Metiva.Web.Shell.Localisation;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Shell.Mailing;

/// <summary>Writes mails in the language of their reader, whichever language the page is in that asks for them.</summary>
public sealed class MailComposer(TenantScope scope, CompanySettings settings, IStringLocalizer<MailTemplateTexts> texts)
{
    /// <summary>The languages that there are templates in.</summary>
    public static IReadOnlyList<string> LanguageCodes { get; } = ["nl", "en"];

    /// <summary>What stands at the end of the company's mails. Asked for before the transaction that queues one.</summary>
    public async Task<string> SignatureAsync(CancellationToken cancellationToken) =>
        (await settings.GetAsync<MailSettings>(cancellationToken)) is { Signature: { Length: > 0 } signature }
            ? signature
            : scope.Context.CompanyName;

    /// <summary>Writes one.</summary>
    /// <param name="kind">Which template it is.</param>
    /// <param name="to">For whom.</param>
    /// <param name="language"><c>nl</c> or <c>en</c>, with or without a country; anything else is Dutch.</param>
    /// <param name="write">Says what stands in it, from the texts in that language.</param>
    public MailDraft Compose(string kind, MailAddress to, string language, Func<IStringLocalizer<MailTemplateTexts>, MailLetter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var code = language.Split('-')[0] == "en" ? "en" : "nl";
        var (culture, words) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        MailLetter letter;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(
                code == "en" ? Languages.English : Languages.Dutch
            );
            letter = write(texts);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, words);
        }

        return new MailDraft
        {
            Kind = kind,
            To = to,
            Language = code,
            Subject = new string([.. letter.Subject.Where(letter => !char.IsControl(letter))]),
            Text = MailForms.ToText(letter),
            Html = MailForms.ToHtml(letter, code),
        };
    }
}
