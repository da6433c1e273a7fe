using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Workspace.Audit;

/// <summary>Actions in words.</summary>
internal static class AuditActions
{
    private const string Prefix = "Action.";

    /// <summary>What an action is called; one without a name here shows the one that it was written under.</summary>
    internal static string Action(this IStringLocalizer<AuditTexts> texts, string action) =>
        texts[Prefix + action] is { ResourceNotFound: false } named ? named.Value : action;

    /// <summary>The actions to choose from, by their names in the reader's language.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="asked">What the address asks for, which is among them whatever it is; null when it asks for none.</param>
    internal static IEnumerable<FilterOption> Choices(this IStringLocalizer<AuditTexts> texts, string? asked) =>
        texts
            .GetAllStrings(includeParentCultures: true)
            .Where(text => text.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(text => text.Name[Prefix.Length..])
            .Concat(asked is null ? [] : [asked])
            .Distinct(StringComparer.Ordinal)
            .Select(action => new FilterOption(action, texts.Action(action)))
            .OrderBy(option => option.Text, StringComparer.CurrentCulture);
}
