using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Metiva.Tests.Load.Protocol;

/// <summary>
/// What a prerendered page tells the script that brings it to life, in its comments: which components, each with a protected
/// descriptor, and the state that they share (ComponentDescriptorDiscovery.ts).
/// </summary>
/// <param name="Components">The markers, in the order of the page.</param>
/// <param name="State">Protected; given back unread.</param>
internal sealed partial record StartPage(IReadOnlyList<JsonObject> Components, string State)
{
    // As the browser writes JSON: nothing but what must be is escaped.
    internal static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static StartPage Read(string html)
    {
        var components = Marker()
            .Matches(html)
            .Select(match => JsonNode.Parse(match.Groups["json"].Value)!.AsObject())
            // The end of a component is a marker too, with no more than the number of its beginning.
            .Where(marker => marker.ContainsKey("type"))
            .ToList();
        return components.Count > 0
            ? new StartPage(components, StateComment().Match(html).Groups["state"].Value)
            : throw new FormatException("The page has no component that could come alive.");
    }

    /// <summary>What makes the circuit draw them all (RootComponentManager.ts).</summary>
    public string AddAll()
    {
        var operations = new JsonArray();
        foreach (var (index, component) in Components.Index())
        {
            var marker = component.DeepClone().AsObject();
            marker["uniqueId"] = index;
            operations.Add(
                new JsonObject
                {
                    ["type"] = "add",
                    ["ssrComponentId"] = index + 1,
                    ["marker"] = marker,
                }
            );
        }

        return new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString(Plain);
    }

    [GeneratedRegex("<!--Blazor:(?<json>.*?)-->", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>.*?)-->", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex StateComment();
}
