using Metiva.Web;
using Xunit;

namespace Metiva.Tests.Architecture;

/// <summary>The workspace and the portal never see the registry, its pages never see business data, and features stand apart.</summary>
public sealed class BoundaryTests
{
    private const string ControlPlane =
        @"\bControlPlane\w*|\b(Company|Person|Membership|Session|Invitation|Server|ControlAudit|Change\w*)Row\b|\bCompanyRegistry\b";
    private const string CompanyData = @"\bCompanyDatabase\b|\bCompanyContext\b|\bCompanyConnections\b|\bCompanyWrite\b|\bDapper\b";
    private static readonly string[] Surfaces = ["Workspace", "Portal", "Control"];

    private static readonly string[] AllFeatures =
    [
        .. Surfaces.SelectMany(surface =>
            Sources
                .Code($"Metiva.Web/{surface}")
                .Select(file => file.Path.Split('/'))
                .Where(parts => parts.Length > 3)
                .Select(parts => $"{surface}.{parts[2]}")
                .Distinct()
        ),
    ];

    public static TheoryData<string> Features => [.. AllFeatures];

    [Theory]
    [InlineData("Workspace")]
    [InlineData("Portal")]
    public void Business_pages_never_see_the_registry(string surface) =>
        Assert.Equal("", Sources.Code($"Metiva.Web/{surface}").Naming(ControlPlane));

    [Fact]
    public void The_registrys_pages_never_see_business_data() => Assert.Equal("", Sources.Code("Metiva.Web/Control").Naming(CompanyData));

    [Theory]
    [MemberData(nameof(Features))]
    public void A_feature_does_not_use_anothers_handlers(string feature)
    {
        var home = $"Metiva.Web.{feature}";
        var found = typeof(MetivaHost)
            .Assembly.GetTypes()
            .Where(type => Belongs(type, home))
            .SelectMany(type =>
                Members
                    .TypesUsedBy(type)
                    .Where(used => InAnyFeature(used) && IsHandler(used) && !Belongs(used, home))
                    .Select(used => $"{type} uses {used}")
            )
            .ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [MemberData(nameof(Features))]
    public void A_feature_does_not_import_another(string feature)
    {
        var parts = feature.Split('.');
        var others = string.Join(
            '|',
            AllFeatures.Where(other => other != feature).Select(other => other.Replace(".", @"\.", StringComparison.Ordinal))
        );
        Assert.Equal("", Sources.Code($"Metiva.Web/{parts[0]}/{parts[1]}").Naming($@"Metiva\.Web\.({others})\b"));
    }

    [Fact]
    public void No_page_sees_a_connection_string() =>
        Assert.Equal("", Sources.Code("Metiva.Web").Naming("ConnectionString|GetConnectionString|DbConnectionStringBuilder"));

    [Fact]
    public void Nothing_in_the_host_reads_a_secret() =>
        Assert.Equal("", Sources.Code("Metiva.Web").Naming(@"\bICredentialVault\b|\bSecretName\b"));

    private static bool Belongs(Type type, string home) =>
        type.Namespace == home || type.Namespace?.StartsWith(home + ".", StringComparison.Ordinal) == true;

    private static bool InAnyFeature(Type type) =>
        Array.Exists(Surfaces, surface => Belongs(type, $"Metiva.Web.{surface}") && type.Namespace != $"Metiva.Web.{surface}");

    private static bool IsHandler(Type type) => Array.Exists(type.GetMethods(), method => method.Name == "Run");
}
