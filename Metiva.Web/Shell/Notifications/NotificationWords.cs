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

    /// <summary>What happened, in the language of the moment. A fact that is missing leaves a dash.</summary>
    public static string TextOf(this IStringLocalizer<NotificationTexts> texts, string kind, string facts)
    {
        using var values = JsonDocument.Parse(facts);
        return Place()
            .Replace(
                texts["Text." + kind],
                match =>
                    values.RootElement.TryGetProperty(match.Groups["fact"].Value, out var value)
                        ? Of(match.Groups["fact"].Value, value)
                        : "–"
            );
    }

    /// <summary>The page of the record.</summary>
    public static string HrefOf(string kind, Guid entity) =>
        NotificationKinds.Find(kind)?.InPortal == true ? $"/portal/invoices/{entity:D}" : $"/workspace/invoices/{entity:D}";

    private static string Of(string fact, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number when fact == Total && value.TryGetInt64(out var cents) => Format.Money(Money.FromCents(cents)),
            _ => "–",
        };

    [GeneratedRegex(@"\{(?<fact>[a-z]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Place();
}
