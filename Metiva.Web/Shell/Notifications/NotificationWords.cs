using System.Text.Json;
using System.Text.RegularExpressions;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Notifications;
using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Shell.Notifications;

/// <summary>Puts a notification into the reader's words, and says where it leads.</summary>
public static partial class NotificationWords
{
    /// <summary>The name of a fact that is an amount, in cents.</summary>
    private const string Total = "total";

    // Facts that are one of a few names, each with a word of its own in the texts.
    private static readonly string[] Named = ["state", "resource"];

    /// <summary>What happened, in the language of the moment. A fact that is missing leaves a dash.</summary>
    public static string TextOf(this IStringLocalizer<NotificationTexts> texts, string kind, string facts)
    {
        using var values = JsonDocument.Parse(facts);
        return Place()
            .Replace(
                texts["Text." + kind],
                match =>
                    values.RootElement.TryGetProperty(match.Groups["fact"].Value, out var value)
                        ? texts.Of(match.Groups["fact"].Value, value)
                        : "–"
            );
    }

    /// <summary>The page of the record.</summary>
    public static string HrefOf(string kind, Guid entity) =>
        NotificationKinds.Find(kind) switch
        {
            { InPortal: true } => $"/portal/invoices/{entity:D}",
            { } found when found == NotificationKinds.MailFailed => $"/workspace/mail/{entity:D}",
            { } found when found == NotificationKinds.UsageWarning => "/workspace/usage",
            { } found when found == NotificationKinds.AuditBroken => "/workspace/audit",
            _ => $"/workspace/invoices/{entity:D}",
        };

    private static string Of(this IStringLocalizer<NotificationTexts> texts, string fact, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String when Named.Contains(fact, StringComparer.Ordinal) => texts.WordOf(fact, value.GetString()!),
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number when fact == Total && value.TryGetInt64(out var cents) => Format.Money(Money.FromCents(cents)),
            JsonValueKind.Number when value.TryGetInt64(out var number) => Format.Number(number),
            _ => "–",
        };

    private static string WordOf(this IStringLocalizer<NotificationTexts> texts, string fact, string name) =>
        texts[$"Fact.{fact}.{name}"] is { ResourceNotFound: false } word ? word.Value : name;

    [GeneratedRegex(@"\{(?<fact>[a-z]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Place();
}
