using System.Collections.Frozen;

namespace Metiva.Domain.Servers;

/// <summary>
/// Where data stays. A region is a country code, with more behind a hyphen if wanted (<c>NL</c>, <c>DE-Frankfurt</c>), or the name that
/// Azure gives it (<c>westeurope</c>). <see cref="Local"/> is the machine that Metiva itself runs on.
/// </summary>
public static class Regions
{
    /// <summary>The machine that Metiva runs on.</summary>
    public const string Local = "local";

    /// <summary>The longest region.</summary>
    public const int MaxLength = 50;

    private static readonly FrozenSet<string> Codes = "EU AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
        .Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        Local,
        "westeurope",
        "northeurope",
        "austriaeast",
        "belgiumcentral",
        "denmarkeast",
        "francecentral",
        "francesouth",
        "germanynorth",
        "germanywestcentral",
        "italynorth",
        "polandcentral",
        "spaincentral",
        "swedencentral",
        "swedensouth"
    );

    /// <summary>Whether data there has not left the European Union. A region that is not known counts as outside.</summary>
    public static bool IsInEu(string region) => Names.Contains(region) || Codes.Contains(region.Split('-', 2)[0]);
}
