using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Web.Shell;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Workspace.Audit;

/// <summary>
/// Says in the reader's language what a record says: the action's sentence with the record's own values in it. A record whose action
/// has no sentence here, or that lacks a value, shows the line that was written with it.
/// </summary>
public sealed partial class AuditLines(IStringLocalizer<AuditTexts> texts, IStringLocalizer<SharedTexts> words)
{
    /// <summary>The line of a record.</summary>
    public string Of(AuditRow row)
    {
        var sentence = texts["Line." + row.Action];
        if (sentence.ResourceNotFound)
        {
            return row.Summary;
        }

        var values = AuditDifference.Between(row.Before, row.After).ToDictionary(value => value.Name, StringComparer.Ordinal);
        var complete = true;
        var line = Placeholder()
            .Replace(
                sentence.Value,
                match =>
                {
                    var value = values.GetValueOrDefault(match.Groups["name"].Value);
                    var text = match.Groups["side"].Value == "before" ? value?.Before : value?.After;
                    complete &= text is not null;
                    return text is null ? "" : Worded(match.Groups["name"].Value, text);
                }
            );
        return complete ? line : row.Summary;
    }

    private string Worded(string name, string text) =>
        name == "roles" && RoleSet.TryParse(text, out var roles)
            ? string.Join(", ", roles.Roles().Select(role => words["Role." + role].Value))
            : text;

    [GeneratedRegex(@"\{(?<side>before|after)\.(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
