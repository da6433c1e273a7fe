using System.Net;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.Catalog;
using Metiva.Tests.Identity;
using Metiva.Tests.Support;
using Metiva.Web.Operations;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Operations;

/// <summary>From nothing to somebody who can sign in: the only way for a new installation.</summary>
public sealed class AddCompanyTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("metiva-new-").FullName;
    private TestIssuer issuer = null!;

    public async Task InitializeAsync() => issuer = await TestIssuer.StartAsync();

    public async Task DisposeAsync()
    {
        await issuer.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task The_first_Owner_of_a_new_agency_signs_in()
    {
        var (code, said) = await AddAsync("Bureau Nieuw", "--kind=Agency", Owner, "--owner-name=Maartje Postma");
        Assert.True(code == OperatorCommands.Done, said);
        var company = Guid.ParseExact(said[..36], "D");

        await using var server = await MetivaServer.StartAsync(dataDirectory: directory, onSqlServer: false, settings: issuer.Settings);
        issuer.Make = payload =>
        {
            payload["company_id"] = company.ToString();
            return TokenForge.Sign(payload, issuer.Key);
        };
        using var browser = new Identity.Browser(server.Address);
        var page = await browser.GoAsync("/account/sign-in/start?returnUrl=/control/companies");
        Assert.Equal((HttpStatusCode.OK, "/control/companies"), (page.Status, page.Address.AbsolutePath));
        var audit = await browser.GoAsync("/workspace/audit?action=first-owner");
        Assert.Contains("Maartje Postma", audit.Document.Body!.TextContent, StringComparison.Ordinal);

        // By the command itself, which is gone before the host's service would have done it.
        var verdict = await server.Services.GetRequiredService<AuditLogs>().VerifyAsync(new CompanyId(company), default);
        Assert.True(verdict!.Intact);
        Assert.Equal(verdict.Head, verdict.Anchor!.Sequence);
    }

    [Fact]
    public async Task A_company_with_members_gets_no_other_owner_and_an_installation_no_second_agency()
    {
        var (_, said) = await AddAsync("Bureau Nieuw", "--kind=Agency", Owner, "--owner-name=Maartje Postma");
        var again = await AddAsync("Bureau Nieuw", "--kind=Agency", $"--id={said[..36]}", AnotherOwner, "--owner-name=Iemand Anders");
        var second = await AddAsync("Tweede Bureau", "--kind=Agency", AnotherOwner, "--owner-name=Iemand Anders");
        Assert.Equal((OperatorCommands.Failed, OperatorCommands.Failed), (again.Code, second.Code));

        await using var server = await MetivaServer.StartAsync(dataDirectory: directory, onSqlServer: false, settings: issuer.Settings);
        var snapshots = server.Services.GetRequiredService<Snapshots>();
        var company = Assert.Single(snapshots.Catalog.Entries);
        var owner = snapshots.People.Find(issuer.Issuer, $"{TestIssuer.TenantId}.{TestIssuer.ObjectId}")!;
        Assert.Equal(RoleSet.Of(Role.Owner), snapshots.Memberships.Find(owner.Id, company.Id)?.Roles);
        Assert.Null(snapshots.People.Find(issuer.Issuer, $"{TestIssuer.TenantId}.{Another}"));
    }

    [Theory]
    [InlineData("--owner=maartje@klant.example", "--owner-name=Maartje")]
    [InlineData("--owner=0f4b2c1e-7d0a-4d4c-8a57-52f7d1a2b3c4")]
    [InlineData("--owner=0f4b2c1e-7d0a-4d4c-8a57-52f7d1a2b3c4", "--owner-name=Maartje", "--kind=Partner")]
    [InlineData("--owner=0f4b2c1e-7d0a-4d4c-8a57-52f7d1a2b3c4", "--owner-name=Maartje", "--id=7")]
    public async Task What_cannot_be_meant_is_refused_and_makes_nothing(params string[] wrong)
    {
        Assert.Equal(OperatorCommands.WrongUse, (await AddAsync("Bureau Nieuw", wrong)).Code);
        Assert.False(Directory.Exists(Path.Combine(directory, "control-plane")) && File.Exists(ControlPlane));
    }

    private const string Another = "11111111-2222-4333-8444-555566667777";
    private const string AnotherOwner = "--owner=" + Another;
    private const string Owner = "--owner=" + TestIssuer.ObjectId;

    private string ControlPlane => Path.Combine(directory, "control-plane", "control.db");

    private async Task<(int Code, string Said)> AddAsync(string name, params string[] more)
    {
        using var output = new StringWriter();
        string[] arguments =
        [
            "companies",
            "add",
            name,
            .. more,
            "--environment=Development",
            $"--contentRoot={Repository.File("Metiva.Web")}",
            $"--Tenancy:DataDirectory={directory}",
            .. issuer.Settings,
        ];
        var code = await OperatorCommands.RunAsync(arguments, TextReader.Null, output, CancellationToken.None);
        return (code, output.ToString());
    }
}
