using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.Auditing.Subjects;

/// <summary>
/// A value of a person in an audit record: a name, an address. It goes into the record's line and its values like any text, and is
/// encrypted under the person's own key when the record is saved.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly partial record struct Personal
{
    /// <summary>How many characters of a value are kept.</summary>
    public const int Longest = 400;

    // Known to this process only, so that no text that somebody types is ever taken for a value of somebody else.
    private static readonly string Token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
    private static readonly Regex Mark = new(@"\{#" + Token + @":(?<subject>[\w-]+):(?<value>[\w-]*)\}", Rules, TimeSpan.FromSeconds(1));

    private const RegexOptions Rules = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    private Personal(string kind, Guid id, string value)
    {
        Subject = $"{kind}:{id:D}";
        Value = value;
    }

    /// <summary>Whose it is.</summary>
    public string Subject { get; }

    /// <summary>What it is.</summary>
    public string Value { get; }

    /// <summary>A value of a person who can sign in.</summary>
    public static Personal Of(PersonId person, string value) => new("Person", person.Value, value);

    /// <summary>A value of an account: a customer may be a person.</summary>
    public static Personal OfAccount(Guid account, string value) => new("Account", account, value);

    /// <summary>A value of a contact at an account.</summary>
    public static Personal OfContact(Guid contact, string value) => new("Contact", contact, value);

    /// <summary>A value of somebody who was invited and is nobody yet.</summary>
    public static Personal OfInvitation(Guid invitation, string value) => new("Invitation", invitation, value);

    /// <summary>
    /// A value of one setting of the company. It names somebody whom nobody knows by an id: whatever stood in that setting is erased together.
    /// </summary>
    public static Personal OfSetting(string group, string field, string value) =>
        new("Setting", new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{group}/{field}")).AsSpan(0, 16)), value);

    /// <summary>A text that stands for the value until the record is saved.</summary>
    public override string ToString() => $"{{#{Token}:{Encoded(Subject)}:{Encoded(Cut(Value))}}}";

    /// <summary>The values that stand in a text.</summary>
    internal static IEnumerable<Personal> In(string? text) =>
        text is null || !text.Contains(Token, StringComparison.Ordinal) ? [] : Mark.Matches(text).Select(Read);

    /// <summary>
    /// The text with each value replaced by its reference. What somebody typed to look like a reference is broken up, so that it never
    /// becomes one.
    /// </summary>
    internal static string Replace(string text, Func<Personal, string> reference)
    {
        var harmless = text.Contains("{#", StringComparison.Ordinal) ? Reference().Replace(text, found => "{ " + found.Value[1..]) : text;
        return harmless.Contains(Token, StringComparison.Ordinal)
            ? Mark.Replace(harmless, found => "{#" + reference(Read(found)) + "}")
            : harmless;
    }

    /// <summary>The references in a stored text.</summary>
    internal static IEnumerable<string> ReferencesIn(string? text) =>
        text is null || !text.Contains("{#", StringComparison.Ordinal) ? [] : Reference().Matches(text).Select(found => found.Value[2..^1]);

    /// <summary>A stored text with each reference replaced.</summary>
    internal static string Resolve(string text, Func<string, string> value) =>
        text.Contains("{#", StringComparison.Ordinal) ? Reference().Replace(text, found => value(found.Value[2..^1])) : text;

    private static Personal Read(Match found)
    {
        var parts = Decoded(found.Groups["subject"].Value).Split(':');
        return new Personal(parts[0], Guid.ParseExact(parts[1], "D"), Decoded(found.Groups["value"].Value));
    }

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Decoded(string text) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));

    private static string Cut(string value) => value.Length <= Longest ? value : value[..(Longest - 1)] + "…";

    [GeneratedRegex(@"\{#[A-Za-z0-9_-]{22}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Reference();

    private sealed class Converter : JsonConverter<Personal>
    {
        public override Personal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("What an audit record holds is not read back into values.");

        public override void Write(Utf8JsonWriter writer, Personal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
