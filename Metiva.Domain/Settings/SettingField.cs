using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metiva.Domain.Shared;

namespace Metiva.Domain.Settings;

/// <summary>What kind of value a setting holds, and so how it is entered.</summary>
public enum SettingKind
{
    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A text of several lines.</summary>
    Text,

    /// <summary>A text of one line.</summary>
    Line,

    /// <summary>An email address.</summary>
    Email,

    /// <summary>One of a few words.</summary>
    Choice,
}

/// <summary>One value of a group of settings: how it is called, what it may be. Forms, checks and stored values all go by this.</summary>
public sealed record SettingField
{
    // The longest that an int can be.
    private const int NumberLength = 11;

    private SettingField(string name, SettingKind kind) => (Name, Kind) = (name, kind);

    /// <summary>Its name in forms and in what is stored: that of the group's property, beginning small.</summary>
    public string Name { get; }

    /// <summary>What kind of value.</summary>
    public SettingKind Kind { get; }

    /// <summary>The least number.</summary>
    public int Min { get; private init; }

    /// <summary>The greatest number, or the longest text.</summary>
    public int Max { get; private init; }

    /// <summary>
    /// How many characters a form takes. Of a number more than it needs: one that is cut off where it grows too great would be taken for
    /// a smaller one.
    /// </summary>
    public int MaxLength => Kind == SettingKind.Number ? NumberLength : Max;

    /// <summary>Whether it may be left empty.</summary>
    public bool Optional { get; private init; }

    /// <summary>Whether it names somebody or where they are reached, so that the audit holds it like other values of people.</summary>
    public bool IsPersonal => Kind is SettingKind.Email or SettingKind.Line;

    /// <summary>The words to choose from.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    /// <summary>Why this is no value for it (<c>required</c>, <c>too-long</c>, <c>format</c>, <c>range</c>); null when it is one.</summary>
    public string? Problem(string? entered)
    {
        var text = entered?.Trim() ?? "";
        return text.Length == 0
            ? (Optional ? null : "required")
            : Kind switch
            {
                SettingKind.Number => !TryNumber(text, out var number) ? "format"
                : number < Min || number > Max ? "range"
                : null,
                SettingKind.Choice => Choices.Contains(text, StringComparer.Ordinal) ? null : "format",
                SettingKind.Line when text.Any(char.IsControl) => "format",
                _ when text.Any(letter => char.IsControl(letter) && letter is not ('\r' or '\n' or '\t')) => "format",
                SettingKind.Email when text.Length <= Max && !IsAddress(text) => "format",
                _ => text.Length > Max ? "too-long" : null,
            };
    }

    internal static SettingField Number(string name, int min, int max, bool optional = false) =>
        new(name, SettingKind.Number)
        {
            Min = min,
            Max = max,
            Optional = optional,
        };

    internal static SettingField Text(string name, int max) => new(name, SettingKind.Text) { Max = max, Optional = true };

    internal static SettingField Line(string name, int max) => new(name, SettingKind.Line) { Max = max, Optional = true };

    internal static SettingField Email(string name) => new(name, SettingKind.Email) { Max = Limits.Email, Optional = true };

    internal static SettingField Choice(string name, params string[] choices) => new(name, SettingKind.Choice) { Choices = choices };

    /// <summary>An accepted text as it is stored. What is left empty is stored as nothing, or as the empty text.</summary>
    internal JsonNode? ToJson(string? entered)
    {
        var text = entered?.Trim() ?? "";
        return Kind != SettingKind.Number ? JsonValue.Create(text)
            : text.Length == 0 ? null
            : JsonValue.Create(int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture));
    }

    /// <summary>A stored value as it is entered; false when it is none that may be stored here.</summary>
    internal bool TryRead(JsonNode? stored, out string text)
    {
        text = "";
        switch (stored)
        {
            case null when Kind == SettingKind.Number:
                break;
            case JsonValue value when Kind == SettingKind.Number && value.TryGetValue(out int number):
                text = number.ToString(CultureInfo.InvariantCulture);
                break;
            case JsonValue value when Kind != SettingKind.Number && value.GetValueKind() == JsonValueKind.String:
                text = value.GetValue<string>();
                break;
            default:
                return false;
        }

        return Problem(text) is null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static bool IsAddress(string text) => MailAddress.TryCreate(text, out var address) && address.Address == text;
}
