using System.Reflection;
using System.Text.RegularExpressions;
using Metiva.Domain.Features;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Features;
using Metiva.Tests.Architecture;
using Metiva.Web;
using Metiva.Web.Shell;
using Metiva.Web.Shell.Access;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Xunit;

namespace Metiva.Tests.Features;

public sealed class FeatureSwitchTests
{
    private static readonly Metiva.Domain.Companies.CompanyId Company = new(Guid.NewGuid());

    [Fact]
    public void These_are_declared() =>
        Assert.Equal(
            ["audit.export", "portal.contracts", "portal.projects"],
            FeatureSwitches.All.Select(feature => feature.Name).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Each_is_used_by_its_declaration_and_each_use_is_of_a_declared_one()
    {
        var declared = typeof(FeatureSwitches)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(FeatureSwitch))
            .Select(property => property.Name)
            .ToHashSet(StringComparer.Ordinal);
        var used = Sources
            .All.Where(file => file.Path.StartsWith("Metiva.Web/", StringComparison.Ordinal))
            .SelectMany(file =>
                Regex.Matches(file.Text, @"\bFeatureSwitches\.(?<name>\w+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            )
            .Select(match => match.Groups["name"].Value)
            .Except(["All", "Find"], StringComparer.Ordinal)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Equal(declared.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_file_names_a_switch_by_text()
    {
        // Texts could name what is not declared, and would then be off for everybody without anybody noticing.
        const string ByText = @"IsEnabledAsync\(\s*""|FeatureGate\(|<Feature\s+Name=""[^F""]|FeatureFlag\(";
        Assert.Equal("", Sources.All.Where(file => file.Path.StartsWith("Metiva.Web/", StringComparison.Ordinal)).Naming(ByText));
    }

    [Fact]
    public void Each_has_a_name_for_people_in_both_languages()
    {
        var texts = new ServiceCollection()
            .AddLogging()
            .AddLocalization()
            .BuildServiceProvider()
            .GetRequiredService<IStringLocalizer<SharedTexts>>();
        Assert.All(FeatureSwitches.All, feature => Assert.False(texts["Feature." + feature.Name].ResourceNotFound, feature.Name));
    }

    [Fact]
    public void A_page_that_lies_behind_a_switch_says_so_in_its_rule()
    {
        var pages = typeof(MetivaHost)
            .Assembly.GetTypes()
            .Where(type => type.GetProperty("Behind", BindingFlags.Public | BindingFlags.Static)?.PropertyType == typeof(FeatureSwitch))
            .Where(type => typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(type))
            .ToList();
        Assert.Equal(4, pages.Count);
        Assert.All(pages, page => Assert.NotNull(AccessRule.Of(page).Feature));
    }

    [Fact]
    public void An_unknown_name_is_no_switch()
    {
        Assert.Null(FeatureSwitches.Find("portal.contract"));
        Assert.Null(FeatureSwitches.Find("PORTAL.CONTRACTS"));
        Assert.Null(FeatureSwitches.Find(null));
    }

    [Theory]
    [InlineData(null, true, true)]
    [InlineData("true", true, true)]
    [InlineData("false", false, false)]
    public void The_installation_says_on_or_off_for_all_plans(string? said, bool standard, bool dedicated)
    {
        var snapshot = With(said is null ? [] : new() { ["FeatureManagement:audit.export"] = said });
        Assert.Equal(standard, snapshot.IsOn(FeatureSwitches.AuditExport, Company, Plan.Standard));
        Assert.Equal(dedicated, snapshot.IsOn(FeatureSwitches.AuditExport, Company, Plan.Dedicated));
    }

    [Fact]
    public void The_installation_says_for_which_plans()
    {
        var snapshot = With(
            new()
            {
                ["FeatureManagement:audit.export:EnabledFor:0:Name"] = "Plan",
                ["FeatureManagement:audit.export:EnabledFor:0:Parameters:Plans:0"] = "Plus",
                ["FeatureManagement:audit.export:EnabledFor:0:Parameters:Plans:1"] = "Dedicated",
            }
        );
        Assert.Equal([false, true, true], Enum.GetValues<Plan>().Select(plan => snapshot.IsOn(FeatureSwitches.AuditExport, Company, plan)));
        Assert.True(snapshot.IsOn(FeatureSwitches.PortalContracts, Company, Plan.Standard));
    }

    [Theory]
    [InlineData("FeatureManagement:audit.exprot", "true", "audit.exprot is no switch")]
    [InlineData("FeatureManagement:audit.export", "yes", "has to be true, false")]
    [InlineData("FeatureManagement:audit.export:EnabledFor:0:Name", "Percentage", "has to be true, false")]
    [InlineData("FeatureManagement:audit.export:Something", "x", "has to be true, false")]
    public void What_the_installation_cannot_mean_stops_the_start(string key, string value, string says)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => With(new() { [key] = value }));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_there_is_not_stops_the_start() =>
        Assert.Throws<InvalidOperationException>(() =>
            With(
                new()
                {
                    ["FeatureManagement:audit.export:EnabledFor:0:Name"] = "Plan",
                    ["FeatureManagement:audit.export:EnabledFor:0:Parameters:Plans:0"] = "Gold",
                }
            )
        );

    private static FeatureSnapshot With(Dictionary<string, string?> settings) =>
        new(InstallationFeatures.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
}
