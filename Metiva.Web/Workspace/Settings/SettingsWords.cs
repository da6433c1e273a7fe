using Metiva.Domain.Settings;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Workspace.Settings;

/// <summary>One field whose value differs.</summary>
public sealed record SettingDifference(SettingField Field, string Before, string After);

/// <summary>Says groups, fields and values in the reader's language.</summary>
public sealed class SettingsWords(IStringLocalizer<SettingsTexts> texts)
{
    /// <summary>The field's label.</summary>
    public string Label(SettingField field) => texts[$"Field.{field.Name}"];

    /// <summary>What it does, and what it may be.</summary>
    public string Hint(SettingField field, int max) => texts[$"Field.{field.Name}.Hint", field.Min, max];

    /// <summary>The hint of a field that takes an address at one of these domains, or none at all where there are none.</summary>
    public string SenderHint(SettingField field, IReadOnlyList<string> domains) =>
        domains.Count == 0 ? texts[$"Field.{field.Name}.HintNone"] : texts[$"Field.{field.Name}.Hint", string.Join(", ", domains)];

    /// <summary>One of the words that may be chosen.</summary>
    public string Choice(SettingField field, string value) => texts[$"Choice.{field.Name}.{value}"];

    /// <summary>A value as it is read.</summary>
    public string Value(SettingField field, string text) =>
        text.Length == 0 ? texts["Empty"]
        : field.Kind == SettingKind.Choice ? Choice(field, text)
        : text;

    /// <summary>Where two sets of values differ, in the order of the form.</summary>
    public static IReadOnlyList<SettingDifference> Between(
        SettingsGroup group,
        IReadOnlyDictionary<string, string> before,
        IReadOnlyDictionary<string, string> after
    ) =>
        [
            .. group
                .Fields.Select(field => new SettingDifference(
                    field,
                    before.GetValueOrDefault(field.Name, "").Trim(),
                    after.GetValueOrDefault(field.Name, "").Trim()
                ))
                .Where(field => field.Before != field.After),
        ];
}
