using System.Text.Json;

namespace Metiva.Web.Workspace.Audit;

/// <summary>One value that a record changed, before and after.</summary>
public sealed record AuditDifference(string Name, string? Before, string? After)
{
    /// <summary>The values of both sides, side by side, in the order in which they were written.</summary>
    public static IReadOnlyList<AuditDifference> Between(string? before, string? after)
    {
        var (left, right) = (Values(before), Values(after));
        return
        [
            .. left
                .Keys.Union(right.Keys, StringComparer.Ordinal)
                .Select(name => new AuditDifference(name, left.GetValueOrDefault(name), right.GetValueOrDefault(name))),
        ];
    }

    private static Dictionary<string, string?> Values(string? json)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (json is null)
        {
            return values;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in document.RootElement.EnumerateObject())
                {
                    values[property.Name] = property.Value.ValueKind == JsonValueKind.Null ? null : property.Value.ToString();
                }

                return values;
            }
        }
        catch (JsonException)
        {
            // Older records may hold plain text; it is shown as it is.
        }

        values[""] = json;
        return values;
    }
}
