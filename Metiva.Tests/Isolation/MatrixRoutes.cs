using System.Text.RegularExpressions;
using Metiva.Web.Shell.Access;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Isolation;

/// <summary>A route as the matrix drives it.</summary>
/// <param name="Pattern">The route's own text.</param>
/// <param name="Record">What kind of record its parameter names; null when it has none.</param>
/// <param name="ShowsText">Whether it shows text from the company's database, so that the company's word must be seen.</param>
internal sealed record MatrixRoute(string Pattern, string? Record = null, bool ShowsText = true)
{
    public string Address(string? id) => id is null ? Pattern : Pattern[..Pattern.IndexOf('{', StringComparison.Ordinal)] + id + Tail;

    private string Tail => Pattern[(Pattern.IndexOf('}', StringComparison.Ordinal) + 1)..];
}

/// <summary>Every route that the matrix knows. The running host is asked for its routes, and one that is missing here fails.</summary>
internal static partial class MatrixRoutes
{
    /// <summary>Read with GET, as every role, with ids of one's own and of the other company.</summary>
    public static IReadOnlyList<MatrixRoute> Read { get; } =
    [
        new("/", ShowsText: false),
        new("/workspace/invoices"),
        new("/workspace/invoices/{id}", "invoice"),
        new("/workspace/invoices/review"),
        new("/workspace/invoices/export.csv"),
        new("/workspace/audit"),
        new("/workspace/members", ShowsText: false),
        new("/control/companies", ShowsText: false),
        new("/control/companies/{id}", "company", ShowsText: false),
        new("/control/servers", ShowsText: false),
        new("/portal"),
        new("/portal/invoices"),
        new("/portal/invoices/{id}", "invoice"),
        new("/portal/contracts"),
        new("/portal/contracts/{id}", "contract"),
        new("/portal/projects"),
        new("/portal/projects/{id}", "project"),
        new("/portal/logo"),
        new("/not-found", ShowsText: false),
    ];

    /// <summary>Patterns that need no company, each covered by tests of its own.</summary>
    private static readonly string[] WithoutCompany =
    [
        "/account/",
        "/dev/entra",
        "/api/entra/",
        "/health/",
        "/_framework/",
        "/_blazor",
        "/{**path:file}",
    ];

    /// <summary>What the host serves and nothing here covers.</summary>
    public static IEnumerable<string> Uncovered(IServiceProvider services)
    {
        var known = Read.Select(route => route.Pattern).Concat(MatrixPosts.Patterns).ToHashSet(StringComparer.Ordinal);
        return services
            .GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(endpoint => (Pattern: Plain("/" + endpoint.RoutePattern.RawText!.TrimStart('/')), Endpoint: endpoint))
            .Where(route => !known.Contains(route.Pattern))
            .Where(route => !Array.Exists(WithoutCompany, prefix => route.Pattern.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(route =>
                $"{route.Pattern} ({route.Endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type.Name}) is covered by no cell"
            )
            .Concat(NeedCompanyAfterAll(services));
    }

    /// <summary>The pattern without its constraints: /invoices/{Id:guid} is /invoices/{id}.</summary>
    private static string Plain(string pattern) =>
        Parameter().Replace(pattern, match => $"{{{match.Groups["name"].Value.ToLowerInvariant()}}}");

    [GeneratedRegex("\\{(?<name>\\w+)[^}]*\\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Parameter();

    private static IEnumerable<string> NeedCompanyAfterAll(IServiceProvider services) =>
        services
            .GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("account/", StringComparison.Ordinal)
                && endpoint.Metadata.GetMetadata<AccessRule>() is { NeedsCompany: true }
            )
            .Select(endpoint => $"{endpoint.RoutePattern.RawText} is under /account, but needs a company");
}
