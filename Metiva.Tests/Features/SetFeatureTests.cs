using Metiva.Domain.Companies;
using Metiva.Domain.Features;
using Metiva.Domain.Plans;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Features;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Circuits;
using Metiva.Web.Shell.Features;
using Metiva.Web.Workspace.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Features;

public sealed class SetFeatureTests : IAsyncLifetime
{
    private static readonly FeatureSwitch Export = FeatureSwitches.AuditExport;
    private TenancyBench bench = null!;

    public async Task InitializeAsync() => bench = await TenancyBench.StartAsync(services => services.AddFeatureSwitches().AddAudit());

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task The_agency_switches_a_part_off_for_one_company_and_everything_agrees()
    {
        using var a = bench.As(Owner, bench.A);
        using var b = bench.As(Owner, bench.B);
        Assert.False((await SetAsync(bench.A, from: null, to: false)).Value);

        Assert.False(a.Tenant.IsOn(Export));
        Assert.True(b.Tenant.IsOn(Export));
        Assert.False(await a.Get<IFeatureManager>().IsEnabledAsync(Export.Name));
        Assert.True(await b.Get<IFeatureManager>().IsEnabledAsync(Export.Name));
        Assert.IsType<SwitchedOff>((await a.Get<ExportAudit>().Run(new(AuditFilter.None, "CSV"), CancellationToken.None)).Error);
        Assert.True((await b.Get<ExportAudit>().Run(new(AuditFilter.None, "CSV"), CancellationToken.None)).Ok);

        Assert.True((await SetAsync(bench.A, from: false, to: null)).Value);
        Assert.True(a.Tenant.IsOn(Export));
        Assert.Equal(0, await bench.ReadAsync(control => control.CompanyFeatures.CountAsync()));
    }

    [Fact]
    public async Task The_library_says_what_the_context_says_for_every_switch_and_company()
    {
        await SetAsync(bench.A, from: null, to: false);
        foreach (var company in new[] { bench.Agency, bench.A, bench.B })
        {
            using var scope = bench.As(Owner, company);
            foreach (var feature in FeatureSwitches.All)
            {
                Assert.Equal(scope.Tenant.IsOn(feature), await scope.Get<IFeatureManager>().IsEnabledAsync(feature.Name));
            }
        }
    }

    [Fact]
    public async Task Without_a_company_or_by_an_unknown_name_everything_is_off()
    {
        using var nobody = bench.Services.CreateScope();
        Assert.All(
            await Task.WhenAll(
                FeatureSwitches.All.Select(feature =>
                    nobody.ServiceProvider.GetRequiredService<IFeatureManager>().IsEnabledAsync(feature.Name)
                )
            ),
            Assert.False
        );
        using var scope = bench.As(Owner, bench.A);
        Assert.False(await scope.Get<IFeatureManager>().IsEnabledAsync("audit.exprot"));
        List<string> names = [];
        await foreach (var name in scope.Get<IFeatureManager>().GetFeatureNamesAsync())
        {
            names.Add(name);
        }

        Assert.Equal(FeatureSwitches.All.Select(feature => feature.Name), names);
    }

    [Fact]
    public async Task Both_audits_say_so_and_the_other_company_hears_nothing()
    {
        await SetAsync(bench.A, from: null, to: false);
        Assert.Contains("companies.feature 'audit.export' set to 'off' by the agency", await bench.AuditAsync(bench.A));
        Assert.DoesNotContain(await bench.AuditAsync(bench.B), line => line.StartsWith("companies.feature", StringComparison.Ordinal));
        var line = await bench.ReadAsync(control => control.ControlAudit.SingleAsync(row => row.Action == "companies.feature"));
        Assert.Equal((bench.A, "'audit.export' set to 'off'"), (line.CompanyId, line.Summary));
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_is_told_to_look_again()
    {
        await SetAsync(bench.A, from: null, to: false);
        Assert.IsType<ChangedMeanwhile>((await SetAsync(bench.A, from: null, to: true)).Error);
        Assert.IsType<NotFound>((await SetAsync(new CompanyId(Guid.NewGuid()), from: null, to: true)).Error);
    }

    [Fact]
    public async Task Off_in_the_installation_is_off_whatever_the_agency_decides()
    {
        await using var other = await TenancyBench.StartAsync(
            settings: new(StringComparer.Ordinal) { ["FeatureManagement:audit.export"] = "false" }
        );
        await other.WriteAsync(control =>
            control.CompanyFeatures.Add(
                new()
                {
                    CompanyId = other.A,
                    Name = Export.Name,
                    IsOn = true,
                    ChangedAt = TimeProvider.System.GetUtcNow(),
                }
            )
        );
        using var scope = other.As(Owner, other.A);
        Assert.False(scope.Tenant.IsOn(Export));
        Assert.True(scope.Tenant.IsOn(FeatureSwitches.PortalContracts));
    }

    [Fact]
    public async Task A_plan_that_is_booked_switches_on_at_once()
    {
        await using var other = await TenancyBench.StartAsync(
            settings: new(StringComparer.Ordinal)
            {
                ["FeatureManagement:audit.export:EnabledFor:0:Name"] = "Plan",
                ["FeatureManagement:audit.export:EnabledFor:0:Parameters:Plans:0"] = "Plus",
            }
        );
        using var scope = other.As(Owner, other.A);
        Assert.False(scope.Tenant.IsOn(Export));
        var before = scope.Tenant.SwitchedOn;
        await other.WriteAsync(control => control.Companies.Single(row => row.Id == other.A).Plan = Plan.Plus);
        Assert.True(scope.Tenant.IsOn(Export));
        Assert.NotEqual(before, scope.Tenant.SwitchedOn);
    }

    [Fact]
    public async Task A_page_that_is_open_is_told_once_when_a_switch_of_its_company_is_turned()
    {
        using var a = bench.As(Owner, bench.A);
        using var b = bench.As(Owner, bench.B);
        var (told, others) = (0, 0);
        var (mine, theirs) = (new CircuitStanding(a.Get<TenantScope>()), new CircuitStanding(b.Get<TenantScope>()));
        mine.Changed += () => told++;
        theirs.Changed += () => others++;
        Look();
        Assert.Equal((0, 0), (told, others));
        await SetAsync(bench.A, from: null, to: false);
        Look();
        Look();
        Assert.Equal((1, 0), (told, others));

        void Look()
        {
            mine.Recheck();
            theirs.Recheck();
        }
    }

    [Fact]
    public async Task A_control_plane_that_stays_silent_switches_everything_off()
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        await using var other = await TenancyBench.StartAsync(
            services => services.AddSingleton<TimeProvider>(time),
            new(StringComparer.Ordinal) { ["Tenancy:MaxSnapshotAgeForReadsMilliseconds"] = "10000" }
        );
        using var scope = other.As(Owner, other.A);
        Assert.True(scope.Tenant.IsOn(Export));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.False(scope.Tenant.IsOn(Export));
        Assert.Equal(BindingOutcome.ControlPlaneUnavailable, scope.Tenant.Recheck(AccessKind.Read));
    }

    private async Task<Result<bool>> SetAsync(CompanyId company, bool? from, bool? to)
    {
        using var scope = bench.As(Admin, bench.Agency);
        return await scope.Get<SetFeature>().Run(new(company, Export.Name, from, to), CancellationToken.None);
    }
}
