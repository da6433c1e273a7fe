using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Web.Shell.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Isolation;

/// <summary>Which of the company's two words has to be seen where somebody may look.</summary>
internal enum Shows
{
    /// <summary>Nothing of the company.</summary>
    Nothing,

    /// <summary>Text from the company's own database.</summary>
    Data,

    /// <summary>What the control plane holds of the company and its people.</summary>
    Registry,

    /// <summary>What a file of the company holds: its name is a header and proves nothing.</summary>
    Content,
}

/// <summary>A route as the matrix drives it.</summary>
/// <param name="Pattern">The route's own text.</param>
/// <param name="Record">What kind of record its parameter names; null when it has none.</param>
/// <param name="Shows">What the positive control looks for.</param>
/// <param name="Query">What is asked for in the address.</param>
/// <param name="NotFor">A role that may come, but has nothing of the company to see there.</param>
/// <param name="InPart">Whether only the bytes where the word stands are asked for.</param>
internal sealed record MatrixRoute(
    string Pattern,
    string? Record = null,
    Shows Shows = Shows.Data,
    Role? NotFor = null,
    string Query = "",
    bool InPart = false
)
{
    /// <summary>A person's own page: for every role, at every company.</summary>
    public bool IsPersons => Pattern.StartsWith("/account/", StringComparison.Ordinal);

    /// <summary>A page of the agency about all companies.</summary>
    public bool IsControl => Pattern.StartsWith("/control/", StringComparison.Ordinal);

    public string Address(string? id) =>
        id is null ? Pattern + Query : Pattern[..Pattern.IndexOf('{', StringComparison.Ordinal)] + id + Tail;

    private string Tail => Pattern[(Pattern.IndexOf('}', StringComparison.Ordinal) + 1)..];
}

/// <summary>Every route that the matrix knows. The running host is asked for its routes, and one that is missing here fails.</summary>
internal static partial class MatrixRoutes
{
    /// <summary>Read with GET, as every role, with ids of one's own and of the other companies.</summary>
    public static IReadOnlyList<MatrixRoute> Read { get; } =
    [
        new("/", NotFor: Role.Marketing),
        new("/workspace/invoices"),
        new("/workspace/invoices/{id}", "invoice"),
        new("/workspace/invoices/review"),
        new("/workspace/invoices/export.csv"),
        new("/workspace/files"),
        new("/workspace/files/{id}/content", "file", Shows.Content),
        new("/workspace/files/{id}/content", "text", Shows.Content),
        new("/workspace/files/{id}/content", "text", Shows.Content, InPart: true),
        new("/workspace/files/{id}/preview", "file", Shows.Content),
        new("/workspace/files/{id}/preview", "picture", Shows.Content),
        new("/portal/files"),
        new("/portal/files/{id}/content", "file", Shows.Content),
        new("/portal/files/{id}/content", "text", Shows.Content),
        new("/portal/files/{id}/content", "text", Shows.Content, InPart: true),
        new("/portal/files/{id}/preview", "file", Shows.Content),
        new("/portal/files/{id}/preview", "picture", Shows.Content),
        new("/workspace/audit"),
        new("/workspace/audit/people"),
        new("/workspace/audit/export.csv"),
        new("/workspace/audit/export.json"),
        // The beginning of every company's word: whoever may search finds their own, and nobody another one's.
        new("/workspace/search", Query: "?q=Qx"),
        new("/portal/search", Query: "?q=Qx"),
        new("/workspace/notifications", NotFor: Role.Marketing),
        new("/portal/notifications"),
        new("/workspace/members", Shows: Shows.Registry),
        new("/workspace/jobs"),
        new("/workspace/jobs/{id}", "job"),
        new("/workspace/mail"),
        new("/workspace/mail/{id}", "mail"),
        new("/workspace/mail/{id}/preview", "mail"),
        new("/workspace/settings"),
        new("/workspace/usage", Shows: Shows.Registry),
        new("/control/usage", Shows: Shows.Registry),
        new("/control/companies", Shows: Shows.Registry),
        new("/control/companies/{id}", "company", Shows.Registry),
        new("/control/servers", Shows: Shows.Nothing),
        new("/control/operations", Shows: Shows.Registry),
        new("/portal"),
        new("/portal/invoices"),
        new("/portal/invoices/{id}", "invoice"),
        new("/portal/contracts"),
        new("/portal/contracts/{id}", "contract"),
        new("/portal/projects"),
        new("/portal/projects/{id}", "project"),
        new("/portal/logo"),
        new("/account/company", Shows: Shows.Registry),
        new("/account/sessions", Shows: Shows.Registry),
        new("/account/profile", Shows: Shows.Registry),
        new("/not-found", Shows: Shows.Nothing),
    ];

    /// <summary>What the host serves and nothing here covers.</summary>
    public static IEnumerable<string> Uncovered(IServiceProvider services)
    {
        var known = Read.Select(route => route.Pattern).Concat(MatrixPosts.Patterns).ToHashSet(StringComparer.Ordinal);
        return NeedCompany(services)
            .Where(pattern => !known.Contains(pattern))
            .Select(pattern => $"{pattern} is covered by no cell")
            .Concat(NeedCompanyAfterAll(services));
    }

    /// <summary>The patterns of everything that the host serves, without what is open to everybody and a person's own.</summary>
    public static IEnumerable<string> NeedCompany(IServiceProvider services) =>
        services
            .GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(endpoint => Plain("/" + endpoint.RoutePattern.RawText!.TrimStart('/')))
            .Where(pattern => !HandWrittenRoute.WithoutCompany.Any(prefix => pattern.StartsWith(prefix, StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal);

    /// <summary>The pattern without its constraints and the parameter's own name: /invoices/{Id:guid} is /invoices/{id}.</summary>
    public static string Plain(string pattern) =>
        Parameter().Replace(pattern, match => match.Value.StartsWith("{*", StringComparison.Ordinal) ? match.Value : "{id}");

    [GeneratedRegex("\\{[^}]*\\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Parameter();

    /// <summary>What is exempt here by its address must not need a company by its rule; the framework's own parts may.</summary>
    private static IEnumerable<string> NeedCompanyAfterAll(IServiceProvider services) =>
        services
            .GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => (Pattern: "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), endpoint.Metadata))
            .Where(endpoint =>
                !endpoint.Pattern.StartsWith("/_", StringComparison.Ordinal)
                && HandWrittenRoute.WithoutCompany.Any(prefix => endpoint.Pattern.StartsWith(prefix, StringComparison.Ordinal))
                && endpoint.Metadata.GetMetadata<AccessRule>() is { NeedsCompany: true }
            )
            .Select(endpoint => $"{endpoint.Pattern} is exempt, but needs a company: it is covered by no cell");
}
