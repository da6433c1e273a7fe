using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metiva.Domain.Shared;

namespace Metiva.Domain.Settings;

/// <summary>Settings as they were read.</summary>
/// <param name="Typed">The group's own record.</param>
/// <param name="Texts">The same values as they are entered in a form, by the names of the fields.</param>
/// <param name="Strange">The fields whose stored value is none that they may have: the default stands in for it.</param>
public sealed record SettingsValue(object Typed, IReadOnlyDictionary<string, string> Texts, IReadOnlyList<string> Strange);

/// <summary>
/// Settings that belong together: a record, whose property initialisers are the defaults, and a field for each of its properties.
/// Instances exist only in <see cref="SettingsGroups"/>.
/// </summary>
public sealed class SettingsGroup
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    // It is stored and never part of a page, so letters stay letters and take the room of letters.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Two of the same name say two things.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private readonly FrozenDictionary<string, JsonNode?> defaults;

    private SettingsGroup(string key, int schema, Type type, object standard, IReadOnlyList<SettingField> fields)
    {
        Key = key;
        Schema = schema;
        Type = type;
        Fields = fields;
        var all = JsonSerializer.SerializeToNode(standard, type, Json)!.AsObject();
        defaults = fields.ToFrozenDictionary(field => field.Name, field => all[field.Name], StringComparer.Ordinal);
    }

    /// <summary>Its name in addresses, in what is stored and in the audit.</summary>
    public string Key { get; }

    /// <summary>Which form of the group is stored; raised when a value changes its meaning.</summary>
    public int Schema { get; }

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>Its fields, in the order of the form.</summary>
    public IReadOnlyList<SettingField> Fields { get; }

    /// <summary>Why these values cannot be kept, field by field; empty when they can. A field that is not named keeps nothing.</summary>
    public IReadOnlyList<InvalidField> Check(IReadOnlyDictionary<string, string> texts) =>
        [
            .. Fields
                .Select(field => (field.Name, Problem: field.Problem(texts.GetValueOrDefault(field.Name))))
                .Where(found => found.Problem is not null)
                .Select(found => new InvalidField(found.Name, found.Problem!)),
        ];

    /// <summary>What is stored for values that passed <see cref="Check"/>.</summary>
    public string Write(IReadOnlyDictionary<string, string> texts)
    {
        var stored = new JsonObject();
        foreach (var field in Fields)
        {
            stored[field.Name] = field.ToJson(texts.GetValueOrDefault(field.Name));
        }

        return stored.ToJsonString(Plain);
    }

    /// <summary>
    /// What was stored, by whichever build: fields that it does not know are left aside, missing ones have their default, and so have
    /// those that hold what they may not. Never fails.
    /// </summary>
    public SettingsValue Read(string? stored)
    {
        List<string> strange = [];
        var found = Parse(stored, strange);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var accepted = new JsonObject();
        foreach (var field in Fields)
        {
            var given = found.ContainsKey(field.Name);
            if (!field.TryRead(given ? found[field.Name] : defaults[field.Name], out var text))
            {
                strange.Add(field.Name);
                field.TryRead(defaults[field.Name], out text);
            }

            texts[field.Name] = text;
            accepted[field.Name] = field.ToJson(text);
        }

        return new SettingsValue(accepted.Deserialize(Type, Json)!, texts, strange);
    }

    internal static SettingsGroup Of<T>(string key, int schema, params SettingField[] fields)
        where T : class, new() => new(key, schema, typeof(T), new T(), fields);

    private static JsonObject Parse(string? stored, List<string> strange)
    {
        if (stored is null)
        {
            return [];
        }

        try
        {
            if (JsonNode.Parse(stored, documentOptions: Strict) is JsonObject found)
            {
                return found;
            }
        }
        catch (JsonException)
        {
            // Said below, like everything else that cannot be read.
        }

        strange.Add("*");
        return [];
    }
}
