using System.Globalization;
using System.Text.Json;

namespace Metiva.Tests.Load.Protocol;

/// <summary>A navigation that the circuit asks for.</summary>
internal sealed record AskedNavigation(string Address, bool Reload, bool Replace, string? State);

/// <summary>What a browser does when the circuit calls its script, as far as Metiva's pages call it, and what it answers.</summary>
internal static class BrowserCalls
{
    private const string AttachRenderer = "Blazor._internal.attachWebRendererInterop";
    private const string NavigateTo = "Blazor._internal.navigationManager.navigateTo";

    // These change only what somebody sees or where the keyboard is, and return nothing.
    private static readonly HashSet<string> WithoutResult = new(StringComparer.Ordinal)
    {
        "Blazor._internal.PageTitle.getAndRemoveExistingTitle",
        "Blazor._internal.domWrapper.focusBySelector",
        "Blazor._internal.navigationManager.enableNavigationInterception",
        "Radzen.closePopup",
    };

    /// <summary>Reads a call.</summary>
    /// <exception cref="NotSupportedException">A call that no page of Metiva made so far: whether null is an answer to it, nobody knows.</exception>
    public static (long? Renderer, AskedNavigation? Navigation) Read(HubMessage call)
    {
        var (name, json) = (call.Text(1), call.Text(2));
        switch (name)
        {
            case AttachRenderer:
                using (var arguments = JsonDocument.Parse(json))
                {
                    return (arguments.RootElement[1].GetProperty("__dotNetObject").GetInt64(), null);
                }

            case NavigateTo:
                using (var arguments = JsonDocument.Parse(json))
                {
                    var how = arguments.RootElement[1];
                    return (
                        null,
                        new AskedNavigation(
                            arguments.RootElement[0].GetString()!,
                            how.GetProperty("forceLoad").GetBoolean(),
                            how.GetProperty("replaceHistoryEntry").GetBoolean(),
                            how.GetProperty("historyEntryState").GetString()
                        )
                    );
                }

            default:
                return WithoutResult.Contains(name) ? (null, null) : throw new NotSupportedException($"The circuit called {name}{json}.");
        }
    }

    /// <summary>The answer; null for a call that wants none.</summary>
    public static HubMessage? Answer(HubMessage call) =>
        call.Number(0) is var handle and not 0
            ? HubMessage.Send("EndInvokeJSFromDotNet", handle, true, string.Create(CultureInfo.InvariantCulture, $"[{handle},true,null]"))
            : null;
}
