using Metiva.Domain.Shared;

namespace Metiva.Domain.Settings;

/// <summary>Every setting that a company has, declared once. Each takes effect somewhere; what would not, is not here.</summary>
public static class SettingsGroups
{
    /// <summary>How the company receives new people.</summary>
    public static SettingsGroup General { get; } =
        SettingsGroup.Of<GeneralSettings>(
            "general",
            schema: 1,
            SettingField.Choice("language", "nl", "en"),
            SettingField.Number("invitationDays", 1, 30)
        );

    /// <summary>What stands with its invoices.</summary>
    public static SettingsGroup Invoicing { get; } =
        SettingsGroup.Of<InvoicingSettings>("invoicing", schema: 1, SettingField.Text("paymentNote", Limits.Note));

    /// <summary>What its clients see in the portal.</summary>
    public static SettingsGroup Portal { get; } =
        SettingsGroup.Of<PortalSettings>(
            "portal",
            schema: 1,
            SettingField.Text("welcome", PortalSettings.WelcomeLength),
            SettingField.Email("contactEmail")
        );

    /// <summary>Who its mails come from.</summary>
    public static SettingsGroup Mail { get; } =
        SettingsGroup.Of<MailSettings>(
            "mail",
            schema: 1,
            SettingField.Line("senderName", Limits.Name),
            SettingField.Email("senderAddress"),
            SettingField.Email("replyTo"),
            SettingField.Text("signature", MailSettings.SignatureLength)
        );

    /// <summary>How long its people stay signed in.</summary>
    public static SettingsGroup Security { get; } =
        SettingsGroup.Of<SecuritySettings>("security", schema: 1, SettingField.Number("sessionIdleMinutes", 5, 480, optional: true));

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<SettingsGroup> All { get; } = [General, Invoicing, Portal, Mail, Security];

    /// <summary>The group of that key, or null.</summary>
    public static SettingsGroup? Find(string? key) => All.FirstOrDefault(group => group.Key == key);

    /// <summary>The group of that record.</summary>
    /// <exception cref="InvalidOperationException">No group is declared for it.</exception>
    public static SettingsGroup Of(Type type) => All.First(group => group.Type == type);
}

/// <summary>How the company receives new people.</summary>
public sealed record GeneralSettings
{
    /// <summary>The language of people who take an invitation and have chosen none themselves, and of mails with notifications to those:
    /// <c>nl</c> or <c>en</c>.</summary>
    public string Language { get; init; } = "nl";

    /// <summary>For how many days an invitation can be taken.</summary>
    public int InvitationDays { get; init; } = 7;
}

/// <summary>What stands with the company's invoices.</summary>
public sealed record InvoicingSettings
{
    /// <summary>What clients read in the portal under how to pay; empty says nothing.</summary>
    public string PaymentNote { get; init; } = "";
}

/// <summary>What the company's clients see in the portal.</summary>
public sealed record PortalSettings
{
    /// <summary>The longest welcome.</summary>
    public const int WelcomeLength = 1_000;

    /// <summary>What stands at the top of the portal; empty says nothing.</summary>
    public string Welcome { get; init; } = "";

    /// <summary>Where clients write to with questions; empty names nobody.</summary>
    public string ContactEmail { get; init; } = "";
}

/// <summary>Who the company's mails come from.</summary>
public sealed record MailSettings
{
    /// <summary>The longest signature.</summary>
    public const int SignatureLength = 1_000;

    /// <summary>The name that readers see; empty is the company's.</summary>
    public string SenderName { get; init; } = "";

    /// <summary>The address that mails come from, at a domain of the company's; empty is the installation's.</summary>
    public string SenderAddress { get; init; } = "";

    /// <summary>Where answers go; empty is to the sender.</summary>
    public string ReplyTo { get; init; } = "";

    /// <summary>What stands at the end of each mail; empty is the company's name.</summary>
    public string Signature { get; init; } = "";
}

/// <summary>How long the company's people stay signed in.</summary>
public sealed record SecuritySettings
{
    /// <summary>After how many minutes without use a session here ends; null is as long as the installation allows, and never longer.</summary>
    public int? SessionIdleMinutes { get; init; }
}
