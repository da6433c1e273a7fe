using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Metiva.Web.Shell.Security;

/// <summary>
/// What stands before the host and ends TLS: only from an address that the settings name does the host believe which scheme and which
/// address a request came with. The name of the host is never taken from there.
/// </summary>
public static class ReverseProxy
{
    /// <summary>The setting: addresses or networks (<c>10.0.0.0/8</c>), separated by commas.</summary>
    public const string Setting = "ReverseProxy:Addresses";

    /// <summary>Believes the configured proxies; does nothing when none is named.</summary>
    /// <exception cref="InvalidOperationException">The setting holds something that is neither an address nor a network.</exception>
    public static IApplicationBuilder UseReverseProxy(this WebApplication app)
    {
        var named = (app.Configuration[Setting] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return named.Length == 0 ? app : app.UseForwardedHeaders(Believing(named));
    }

    private static ForwardedHeadersOptions Believing(IEnumerable<string> named)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in named)
        {
            if (IPAddress.TryParse(text, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(text, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new InvalidOperationException($"{Setting} holds '{text}', which is neither an address nor a network.");
            }
        }

        return options;
    }
}
