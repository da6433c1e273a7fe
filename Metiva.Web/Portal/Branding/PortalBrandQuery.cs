using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Portal.Branding;

/// <summary>The company's face in its portal.</summary>
/// <param name="Name">The company's name.</param>
/// <param name="Colours">Its colour, and those that go with it.</param>
/// <param name="LogoHref">The logo's address; null when there is none.</param>
public sealed record PortalBrand(string Name, BrandColours Colours, string? LogoHref);

/// <summary>Reads the bound company's face.</summary>
public sealed class PortalBrandQuery(TenantScope scope, CompanyDatabase database)
{
    /// <summary>For a company that chose no colour.</summary>
    public const string StandardColour = "#3a4a63";

    private const string Sql =
        "SELECT b.BrandColour, b.Version, CASE WHEN b.Logo IS NULL THEN 0 ELSE 1 END AS HasLogo FROM CompanyProfile b WHERE b.Id = 1";

    /// <summary>Reads it. A company that filled in nothing yet has its name and a plain colour.</summary>
    public async Task<Result<PortalBrand>> Run(CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.LacksInPortal(Permissions.Profile.Read) is { } denied)
        {
            return denied;
        }

        var look = await database.ReadAsync(
            (connection, token) => connection.QuerySingleOrDefaultAsync<Look>(new CommandDefinition(Sql, cancellationToken: token)),
            cancellationToken
        );
        return new PortalBrand(
            tenant.CompanyName,
            BrandColours.For(string.IsNullOrWhiteSpace(look?.BrandColour) ? StandardColour : look.BrandColour),
            look is { HasLogo: true } ? PortalLogo.Href(look.Version) : null
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [Sql];

    private sealed record Look
    {
        public string? BrandColour { get; init; }
        public long Version { get; init; }
        public bool HasLogo { get; init; }
    }
}
