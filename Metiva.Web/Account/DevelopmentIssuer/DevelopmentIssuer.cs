using Metiva.Web.Development;
using Metiva.Web.Identity.ClaimsProvider;
using Metiva.Web.Identity.Entra;
using Metiva.Web.Shell.Access;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>
/// A small OpenID provider inside this process, with the shapes of Entra ID, so that a clone runs without a directory. The
/// application meets it over a real socket, through the same handler as the real one.
/// </summary>
public static class DevelopmentIssuer
{
    /// <summary>Its one directory.</summary>
    public static Guid TenantId => DemoPeople.TenantId;

    /// <summary>The issuer in its tokens: the same on every port, so that people stay the same people.</summary>
    public static string Issuer => DemoPeople.Issuer;

    internal static string Path { get; } = new Uri(DemoPeople.Issuer).AbsolutePath;

    /// <summary>The subject under which Metiva knows a person of this issuer.</summary>
    public static string SubjectOf(Guid objectId) => $"{TenantId}.{objectId}";

    internal static void AddTo(IServiceCollection services, EntraSettings settings)
    {
        services.AddSingleton<IssuerClient>();
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<IssuerCodes>();
        services.AddSingleton<IssuerSessions>();
        services.AddSingleton<IssuerTokens>();
        services.AddSingleton<ClaimsCall>();
        services.TryAddSingleton(new IssuerPeople(Directory()));
        services.AddSingleton(provider =>
        {
            var own = provider.GetRequiredService<OwnAddress>();
            var client = provider.GetRequiredService<IssuerClient>();
            return new EntraRegistration
            {
                Authority = () => own.Value + Path,
                ClientId = client.Id,
                ClientSecret = client.Secret,
                TenantId = TenantId,
                CompanyClaim = settings.CompanyClaim,
                CallbackPath = settings.CallbackPath,
                IsEmbedded = true,
                AllowsHttp = true,
            };
        });
        services.AddSingleton(provider =>
        {
            var client = provider.GetRequiredService<IssuerClient>();
            return new ClaimsProviderRules(client.Id, client.ExtensionId, client.Id);
        });
    }

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(Path).AddEndpointFilter<OnlyThisMachine>().IsOpen();
        group.MapGet("/.well-known/openid-configuration", DiscoveryEndpoint.Document);
        group.MapGet("/discovery/v2.0/keys", DiscoveryEndpoint.Keys);
        group.MapGet("/oauth2/v2.0/authorize", AuthorizeEndpoint.AskAsync);
        group.MapPost("/oauth2/v2.0/authorize", AuthorizeEndpoint.PickAsync);
        group.MapPost("/oauth2/v2.0/token", TokenEndpoint.RedeemAsync);
        group.MapGet("/oauth2/v2.0/logout", EndSessionEndpoint.End);
    }

    private static IReadOnlyList<IssuerPerson> Directory() =>
        [.. DemoPeople.All.Select(person => new IssuerPerson(person.Oid, person.Name, person.Email, Describe(person)))];

    private static string Describe(DemoPerson person) =>
        person.Memberships.Count == 0
            ? "member of no company"
            : string.Join("; ", person.Memberships.Select(member => $"{member.Roles} at {member.Company.Name}"));
}
