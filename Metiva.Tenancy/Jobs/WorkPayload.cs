using System.Text.Json;

namespace Metiva.Tenancy.Jobs;

/// <summary>
/// What a piece of work is about, as it is stored: ids, numbers, dates and yes or no. Anything that a person wrote stays where it is and is
/// read when the work is done, by whoever may read it then.
/// </summary>
internal static class WorkPayload
{
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web);

    /// <summary>As JSON.</summary>
    /// <exception cref="ArgumentException">It holds something else, or is no object.</exception>
    internal static string Of(object ids)
    {
        var json = JsonSerializer.SerializeToElement(ids, Compact);
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("The data of a job is an object of ids.", nameof(ids));
        }

        foreach (var value in json.EnumerateObject().Where(value => !IsPlain(value.Value)))
        {
            throw new ArgumentException($"The data of a job holds ids, numbers and dates only, and '{value.Name}' is none.", nameof(ids));
        }

        return json.GetRawText();
    }

    private static bool IsPlain(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => true,
            JsonValueKind.String => value.TryGetGuid(out _) || value.TryGetDateTimeOffset(out _),
            JsonValueKind.Array => value.EnumerateArray().All(IsPlain),
            _ => false,
        };
}
