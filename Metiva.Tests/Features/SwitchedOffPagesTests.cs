using System.Net;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Features;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Shell.Binding;
using Metiva.Web.Workspace.Audit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Features;

/// <summary>What is switched off for a company is not there: pages, menu, home and downloads agree, on every node.</summary>
public sealed class SwitchedOffPagesTests : IAsyncLifetime
{
    private static readonly CompanyId A = DemoCompanies.Bakery.Id;
    private static readonly CompanyId B = DemoCompanies.Bicycles.Id;
    private readonly string directory = Directory.CreateTempSubdirectory("metiva-switches-").FullName;
    private MetivaServer server = null!;

    public async Task InitializeAsync() => server = await MetivaServer.StartAsync(dataDirectory: directory);

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await SqlServerInstallation.DropAsync(directory);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Pages_menu_and_home_of_that_company_and_of_no_other()
    {
        using var a = await ClientAsync(A, Role.Client);
        using var b = await ClientAsync(B, Role.Client);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(a, "/portal/contracts"));
        Assert.Contains("href=\"/portal/contracts\"", await a.GetStringAsync("/portal"), StringComparison.Ordinal);

        await DecideAsync(FeatureSwitches.PortalContracts, on: false);

        using var refused = await a.GetAsync("/portal/contracts");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Contains("data-refusal=\"SwitchedOff\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(a, $"/portal/contracts/{Guid.NewGuid()}"));
        Assert.DoesNotContain("/portal/contracts", await a.GetStringAsync("/portal"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(a, "/portal/projects"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(b, "/portal/contracts"));

        await DecideAsync(FeatureSwitches.PortalContracts, on: true);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(a, "/portal/contracts"));
    }

    [Fact]
    public async Task A_lower_role_hears_of_its_role_and_not_of_the_switch()
    {
        await DecideAsync(FeatureSwitches.PortalContracts, on: false);
        using var staff = await ClientAsync(A, Role.Sales);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(staff, "/portal/contracts"));
    }

    [Fact]
    public async Task A_download_and_its_buttons()
    {
        var person = await server.AddPersonAsync("Eigenaar", A, Role.Owner);
        var signedIn = await server.SignInAsync(person, A);
        using var owner = server.Client(signedIn);
        var scope = new Tenancy.Binding.TenantScope();
        var principal = server.Principal(person, signedIn.Session, A.ToString());
        scope.Freeze(server.Services.GetRequiredService<Tenancy.Binding.Binder>().Bind(principal));
        var export = new CompanyStamp(scope, server.Services.GetRequiredService<IDataProtectionProvider>()).On(AuditAddress.Csv);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(owner, export));
        Assert.Contains(AuditAddress.Csv, await owner.GetStringAsync("/workspace/audit"), StringComparison.Ordinal);

        await DecideAsync(FeatureSwitches.AuditExport, on: false);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(owner, export));
        Assert.DoesNotContain(AuditAddress.Csv, await owner.GetStringAsync("/workspace/audit"), StringComparison.Ordinal);
        using var sales = await ClientAsync(A, Role.Sales);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(sales, AuditAddress.Csv));
    }

    [Fact]
    public async Task Another_process_knows_of_switches_and_settings_within_moments()
    {
        await using var other = await MetivaProcess.StartAsync(directory, "--Development:DemoData=false");
        var person = await server.AddPersonAsync("Klant", A, Role.Client);
        var signedIn = await server.SignInAsync(person, A);
        using var there = other.Client(signedIn);
        await Eventually.TrueAsync(
            async () => await StatusAsync(there, "/portal/contracts") == HttpStatusCode.OK,
            TimeSpan.FromSeconds(20)
        );
        // It has read the settings by now, and keeps them.
        Assert.DoesNotContain("Nieuwe groet", await there.GetStringAsync("/portal"), StringComparison.Ordinal);

        await DecideAsync(FeatureSwitches.PortalContracts, on: false);
        await Eventually.TrueAsync(
            async () => await StatusAsync(there, "/portal/contracts") == HttpStatusCode.NotFound,
            TimeSpan.FromSeconds(2 + Crowded)
        );

        await GreetAsync("Nieuwe groet");
        await Eventually.TrueAsync(
            async () => (await there.GetStringAsync("/portal")).Contains("Nieuwe groet", StringComparison.Ordinal),
            TimeSpan.FromSeconds(2 + Crowded)
        );
    }

    // Two seconds are promised; a machine that runs many tests at once is given some more.
    private const int Crowded = 4;

    private async Task GreetAsync(string welcome)
    {
        var owner = await server.AddPersonAsync("Eigenaar", A, Role.Owner);
        var signedIn = await server.SignInAsync(owner, A);
        using var services = server.Services.CreateScope();
        var principal = server.Principal(owner, signedIn.Session, A.ToString());
        services
            .ServiceProvider.GetRequiredService<Tenancy.Binding.TenantScope>()
            .Freeze(server.Services.GetRequiredService<Tenancy.Binding.Binder>().Bind(principal));
        var saved = await services
            .ServiceProvider.GetRequiredService<Tenancy.Settings.SaveSettings>()
            .Run(new("portal", 1, new Dictionary<string, string>(StringComparer.Ordinal) { ["welcome"] = welcome }), default);
        Assert.True(saved.Ok, saved.Error?.Message);
    }

    private Task DecideAsync(FeatureSwitch feature, bool on) =>
        server.WriteAsync(control =>
        {
            if (control.CompanyFeatures.SingleOrDefault(row => row.CompanyId == A && row.Name == feature.Name) is { } row)
            {
                row.IsOn = on;
                return;
            }

            control.CompanyFeatures.Add(
                new()
                {
                    CompanyId = A,
                    Name = feature.Name,
                    IsOn = on,
                    ChangedAt = TimeProvider.System.GetUtcNow(),
                }
            );
        });

    private async Task<HttpClient> ClientAsync(CompanyId company, Role role)
    {
        var person = await server.AddPersonAsync($"{role}", company, role);
        return server.Client(await server.SignInAsync(person, company));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        return answer.StatusCode;
    }
}
