using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Xunit;

namespace Metiva.Tests.Workspace.Audit;

/// <summary>The log as it is taken out, over HTTP.</summary>
public sealed class AuditExportTests : IAsyncLifetime
{
    private static readonly CompanyId Company = DemoCompanies.Bakery.Id;
    private MetivaServer server = null!;

    public async Task InitializeAsync() => server = await MetivaServer.StartAsync();

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_seal_can_be_made_again_from_the_file_alone()
    {
        using var client = await ClientAsync(Role.Owner);
        using var response = await client.GetAsync(await LinkAsync(client, "export.json"));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith(
            "attachment; filename=\"audit-",
            response.Content.Headers.ContentDisposition!.ToString(),
            StringComparison.Ordinal
        );
        using var file = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var records = file.RootElement.EnumerateArray().ToList();
        Assert.True(records.Count > 1);

        var hash = AuditChain.Beginning;
        foreach (var record in records)
        {
            hash = AuditChain.Next(hash, ReadBack(record));
            Assert.Equal(Convert.ToHexStringLower(hash), record.GetProperty("seal").GetString());
        }

        // The last of them says who took it out.
        Assert.Equal("audit.exported", records[^1].GetProperty("action").GetString());
        var who = records[^1].GetProperty("personName").GetString()!;
        Assert.Equal("Test Owner", records[^1].GetProperty("personal").GetProperty(who).GetString());
    }

    [Fact]
    public async Task The_spreadsheet_holds_what_the_filters_of_the_page_leave()
    {
        using var client = await ClientAsync(Role.Finance);
        await client.GetAsync(await LinkAsync(client, "export.json"));
        var link = await LinkAsync(client, "export.csv", "?action=audit.exported&who=finance");
        using var response = await client.GetAsync(link);
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.All(lines[1..], line => Assert.Contains("Test Finance", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Both_forms_hold_what_the_search_of_the_page_leaves()
    {
        using var client = await ClientAsync(Role.Owner);
        await client.GetAsync(await LinkAsync(client, "export.json"));
        var spreadsheet = await client.GetStringAsync(await LinkAsync(client, "export.csv", "?q=as+CSV"));
        Assert.Equal(2, spreadsheet.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        using var file = JsonDocument.Parse(await client.GetStringAsync(await LinkAsync(client, "export.json", "?q=as+json")));
        Assert.Equal(
            ["Audit log, as JSON", "Audit log, as JSON"],
            file.RootElement.EnumerateArray().Select(record => record.GetProperty("summary").GetString())
        );
        using var named = JsonDocument.Parse(await client.GetStringAsync(await LinkAsync(client, "export.json", "?q=test+owner")));
        Assert.Equal(4, named.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Who_may_read_the_log_and_not_export_sees_no_way_and_is_refused()
    {
        using var sales = await ClientAsync(Role.Sales);
        Assert.Equal(HttpStatusCode.Forbidden, (await sales.GetAsync("/workspace/audit/export.json")).StatusCode);
        using var marketing = await ClientAsync(Role.Marketing);
        Assert.Equal(HttpStatusCode.Forbidden, (await marketing.GetAsync("/workspace/audit/export.csv")).StatusCode);
    }

    [Fact]
    public async Task Without_the_stamp_of_the_page_nothing_leaves()
    {
        using var client = await ClientAsync(Role.Owner);
        foreach (var address in new[] { "/workspace/audit/export.json", "/workspace/audit/export.csv?stamp=made-up" })
        {
            Assert.Equal(HttpStatusCode.Conflict, (await client.GetAsync(address)).StatusCode);
        }

        Assert.DoesNotContain("title=\"audit.exported\"", await client.GetStringAsync("/workspace/audit"), StringComparison.Ordinal);
    }

    private static AuditRecord ReadBack(JsonElement record)
    {
        string? Text(string name) => record.GetProperty(name).GetString();
        var read = new AuditRecord
        {
            OperationId = Text("operationId") is { } operation ? Guid.Parse(operation) : null,
            At = DateTimeOffset.Parse(Text("at")!, CultureInfo.InvariantCulture),
            PersonId = Text("personId") is { } person ? new PersonId(Guid.Parse(person)) : null,
            PersonName = Text("personName")!,
            Action = Text("action")!,
            EntityType = Text("entityType")!,
            EntityId = Text("entityId")!,
            Summary = Text("summary")!,
            Before = Text("before"),
            After = Text("after"),
        };

        // The database gives it; nobody else can.
        typeof(AuditRecord).GetProperty(nameof(AuditRecord.Sequence))!.SetValue(read, record.GetProperty("sequence").GetInt64());
        return read;
    }

    private static async Task<string> LinkAsync(HttpClient client, string export, string query = "")
    {
        var page = new HtmlParser().ParseDocument(await client.GetStringAsync("/workspace/audit" + query));
        return page.QuerySelectorAll("a[download]")
            .Select(link => link.GetAttribute("href")!)
            .Single(href => href.Contains(export, StringComparison.Ordinal));
    }

    private async Task<HttpClient> ClientAsync(Role role)
    {
        var person = await server.AddPersonAsync($"Test {role}", Company, role);
        return server.Client(await server.SignInAsync(person, Company));
    }
}
