using System.Net;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tests.Lifecycle.Erasure;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Operations;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Operations;

/// <summary>The command, beside a host that has stopped and beside one that runs.</summary>
public sealed class EraseCompanyTests : IAsyncLifetime
{
    private const string Offered = ".page-header .actions button, section[aria-labelledby=credential] button, .features select:enabled";
    private readonly string directory = Directory.CreateTempSubdirectory("metiva-erase-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        TemporaryFiles.ReleasePools(directory);
        await SqlServerInstallation.DropAsync(directory);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task It_says_what_it_erased_or_why_it_did_not()
    {
        CompanyId company;
        string database;
        await using (var bench = await TenancyBench.StartAsync(dataDirectory: directory, onSqlServer: false))
        {
            await bench.SuspendAsync(bench.A);
            company = bench.A;
            database = bench.Services.GetRequiredService<Snapshots>().Catalog.Find(company)!.Database;
        }

        string[] key = [$"--{TestMasterKey.Setting}={TestMasterKey.Value}"];
        var (code, said) = await RunAsync(company.ToString(), [.. key, "--name=Beta B.V.", "--reason=Klaar"]);
        Assert.True(code == OperatorCommands.Failed, said);
        Assert.Contains("has another name", said, StringComparison.Ordinal);
        Assert.Equal(OperatorCommands.WrongUse, (await RunAsync(company.ToString(), [.. key, "--name=Alfa B.V."])).Code);
        (code, said) = await RunAsync("alfa", [.. key, "--name=Alfa B.V.", "--reason=Klaar"]);
        Assert.Equal(OperatorCommands.WrongUse, code);
        Assert.Contains("companies erase <company id>", said, StringComparison.Ordinal);

        (code, said) = await RunAsync(company.ToString(), [.. key, "--name=Alfa B.V.", "--reason=Overeenkomst beëindigd"]);
        Assert.True(code == OperatorCommands.Done, said);
        string[] steps = ["closing", "key", "files", "database", "secrets", "registry"];
        Assert.All(steps, step => Assert.Contains($"{company}: {step}", said, StringComparison.Ordinal));
        Assert.Contains($"database '{database}'", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(directory, "companies", database)));
        Assert.Equal(OperatorCommands.Failed, (await RunAsync(company.ToString(), [.. key, "--name=Alfa B.V.", "--reason=Nog eens"])).Code);
    }

    [SqliteFact]
    public async Task Beside_a_running_host_whoever_was_at_work_there_is_told_so_and_everybody_else_works_on()
    {
        await using var server = await MetivaServer.StartAsync(dataDirectory: directory);
        var bakery = DemoCompanies.Bakery;
        var owner = DemoPeople.Holding(Role.Owner, bakery);
        var agency = DemoPeople.Holding(Role.Owner, DemoCompanies.Agency);
        var signedIn = await server.SignInAsync(owner, bakery);
        using var client = server.Client(signedIn);
        using var staff = server.Client(await server.SignInAsync(agency, DemoCompanies.Agency));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/workspace/members")).StatusCode);
        await server.WriteAsync(context =>
        {
            var row = context.Companies.Single(row => row.Id == bakery.Id);
            row.State = CompanyState.Suspended;
            row.Version++;
        });

        var before = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await staff.GetStringAsync($"/control/companies/{bakery.Id}"));
        Assert.NotEmpty(before.QuerySelectorAll(Offered));
        var erasing = RunAsync(
            bakery.Id.ToString(),
            [$"--name={bakery.Name}", "--reason=Overeenkomst beëindigd", "--Tenancy:MaxSnapshotAgeForReadsMilliseconds=5000"]
        );
        await Eventually.TrueAsync(
            () => server.Services.GetRequiredService<Snapshots>().Catalog.Find(bakery.Id)?.State == CompanyState.Closing,
            TimeSpan.FromSeconds(60)
        );
        await AssertRefusedAsync(client, "CompanyClosing");
        await AssertShownAsync(staff, bakery, "nl-NL", "Wordt gesloten", "Dit bedrijf wordt gewist");
        await AssertShownAsync(staff, bakery, "en-GB", "Closing", "This company is being erased");

        var (code, said) = await erasing;
        Assert.True(code == OperatorCommands.Done, said);
        await Eventually.TrueAsync(
            () => server.Services.GetRequiredService<Snapshots>().Catalog.Find(bakery.Id) is null,
            TimeSpan.FromSeconds(10)
        );
        // The same bytes as for any company that one does not belong to.
        await AssertRefusedAsync(client, "NotAMember");
        Assert.InRange((int)(await client.GetAsync("/account/company")).StatusCode, 200, 399);
        Assert.Equal(HttpStatusCode.NotFound, (await staff.GetAsync($"/control/companies/{bakery.Id}")).StatusCode);
        Assert.DoesNotContain(bakery.Name, await staff.GetStringAsync("/control/companies"), StringComparison.Ordinal);
    }

    private static async Task AssertRefusedAsync(HttpClient client, string outcome)
    {
        var page = await client.GetAsync("/workspace/members");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Contains($"data-refusal=\"{outcome}\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task AssertShownAsync(HttpClient staff, DemoCompany company, string language, string state, string why)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/control/companies/{company.Id}");
        request.Headers.Add("Accept-Language", language);
        using var answer = await staff.SendAsync(request);
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Contains(state, page.Body!.TextContent, StringComparison.Ordinal);
        var notice = page.QuerySelector(".notice.bad")!.TextContent;
        Assert.Contains(why, notice, StringComparison.Ordinal);
        Assert.Contains("Overeenkomst beëindigd", notice, StringComparison.Ordinal);

        // An erasure is an operator's act: the page offers nothing.
        Assert.Empty(page.QuerySelectorAll(Offered));
    }

    private async Task<(int Code, string Said)> RunAsync(string which, string[] more)
    {
        await using var output = new StringWriter();
        var code = await OperatorCommands.RunAsync(
            [
                "companies",
                "erase",
                which,
                "--environment=Development",
                $"--contentRoot={Repository.File("Metiva.Web")}",
                $"--Tenancy:DataDirectory={directory}",
                "--Tenancy:MaxSnapshotAgeForReadsMilliseconds=500",
                "--Tenancy:MaxSnapshotAgeForCommandsMilliseconds=500",
                .. more,
            ],
            TextReader.Null,
            TextWriter.Synchronized(output),
            default
        );
        return (code, output.ToString());
    }
}
