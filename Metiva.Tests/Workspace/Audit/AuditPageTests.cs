using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tests.Architecture;
using Metiva.Web.Development;
using Metiva.Web.Workspace.Audit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Xunit;

namespace Metiva.Tests.Workspace.Audit;

/// <summary>What the page of the log offers, and how people come to it.</summary>
public sealed class AuditPageTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private static readonly CompanyId Company = DemoCompanies.Bakery.Id;
    private static readonly IStringLocalizer<AuditTexts> Texts = new ServiceCollection()
        .AddLogging()
        .AddLocalization()
        .BuildServiceProvider()
        .GetRequiredService<IStringLocalizer<AuditTexts>>();

    [Theory]
    [InlineData("nl", "Factuur verstuurd")]
    [InlineData("en", "Invoice issued")]
    public void The_actions_to_choose_from_have_names_and_each_its_own(string language, string issued)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            var choices = Texts.Choices("made.up").ToList();
            Assert.Contains(new("invoices.issued", issued), choices);
            Assert.Contains(new("made.up", "made.up"), choices);
            Assert.Equal(choices.Count, choices.Select(choice => choice.Value).Distinct().Count());
            Assert.Equal(choices.Count, choices.Select(choice => choice.Text).Distinct().Count());
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void Every_action_that_is_written_by_name_has_a_name_for_people()
    {
        var written = Sources
            .Code("Metiva.Tenancy")
            .Concat(Sources.Code("Metiva.Web"))
            .SelectMany(file => Matches(file.Code, @"\.Audit\((?<said>[^;]*);"))
            .SelectMany(call => Matches(call.Groups["said"].Value, @"""(?<action>[a-z]+\.[a-z-]+)"""))
            .Select(found => found.Groups["action"].Value)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        Assert.Contains("files.unpublished", written);
        Assert.DoesNotContain(written, action => Texts["Action." + action].ResourceNotFound);
    }

    [Fact]
    public async Task An_action_that_nobody_knows_stays_chosen()
    {
        using var client = await ClientAsync(Role.Owner);
        var page = await PageAsync(client, "/workspace/audit?action=made.up");
        Assert.Equal("made.up", page.QuerySelector("select[name=action] option[selected]")!.GetAttribute("value"));
        Assert.Equal(
            "",
            (await PageAsync(client, "/workspace/audit")).QuerySelector("select[name=action] option[selected]")!.GetAttribute("value")
        );
    }

    [Theory]
    [InlineData("/workspace/files", "type=StoredFile&record=", Role.AccountManager)]
    [InlineData("/workspace/members", "type=Member&record=", null)]
    [InlineData("/workspace/settings?group=mail", "type=Setting&record=mail", Role.AccountManager)]
    public async Task What_happened_to_a_record_is_one_click_away_for_whoever_may_read_the_log(
        string address,
        string query,
        Role? whoMayNot
    )
    {
        using var owner = await ClientAsync(Role.Owner);
        Assert.NotEmpty((await PageAsync(owner, address)).QuerySelectorAll($"a[href^='/workspace/audit?{query}']"));
        if (whoMayNot is { } role)
        {
            using var other = await ClientAsync(role);
            Assert.Empty((await PageAsync(other, address)).QuerySelectorAll("a[href^='/workspace/audit']"));
        }
    }

    [Fact]
    public async Task A_member_s_history_is_what_was_done_to_them()
    {
        using var owner = await ClientAsync(Role.Owner);
        var added = await PageAsync(owner, "/workspace/audit?action=demo.member-added");
        var id = added.QuerySelector("tbody a[href*='type=Member']")!.GetAttribute("title");
        var link = (await PageAsync(owner, "/workspace/members")).QuerySelector($"a[href='/workspace/audit?type=Member&record={id}']")!;
        var log = await PageAsync(owner, link.GetAttribute("href")!);
        Assert.NotEmpty(log.QuerySelectorAll("tbody a[title='demo.member-added']"));
    }

    [Fact]
    public async Task What_the_night_found_is_shown_until_a_later_night_finds_nothing()
    {
        using var owner = await ClientAsync(Role.Owner);
        await PlantAsync("Dead", "audit.broken", TimeSpan.FromDays(1));
        var panel = (await PageAsync(owner, "/workspace/audit")).QuerySelector(".seal .notice")!;
        Assert.Contains("bad", panel.ClassList);
        Assert.Contains("Metiva found this", panel.TextContent, StringComparison.Ordinal);
        await PlantAsync("Done", trouble: null, TimeSpan.FromDays(2));
        panel = (await PageAsync(owner, "/workspace/audit")).QuerySelector(".seal .notice")!;
        Assert.DoesNotContain("bad", panel.ClassList);
        Assert.Contains("found nothing wrong", panel.TextContent, StringComparison.Ordinal);
    }

    private static MatchCollection Matches(string text, string pattern) =>
        Regex.Matches(text, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    private static async Task<IHtmlDocument> PageAsync(HttpClient client, string address) =>
        new HtmlParser().ParseDocument(await client.GetStringAsync(address));

    // Later than what the host does by itself meanwhile.
    private async Task PlantAsync(string state, string? trouble, TimeSpan ahead)
    {
        var database = demo.Server.Services.GetRequiredService<Snapshots>().Catalog.Find(Company)!.Database;
        var file = Path.Combine(demo.Server.DataDirectory, "companies", database, "company.db");
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.ExecuteAsync(
            "INSERT INTO WorkItems (Id, Kind, Payload, CreatedAt, DueAt, State, Attempts, Failures, CancelAsked, Trouble, EndedAt)"
                + " VALUES (@Id, 'audit.verify', '{}', @Ended, @Ended, @State, 1, 0, 0, @Trouble, @Ended)",
            new
            {
                Id = Guid.NewGuid().ToString(),
                State = state,
                Trouble = trouble,
                Ended = (TimeProvider.System.GetUtcNow() + ahead).ToUnixTimeMilliseconds(),
            }
        );
    }

    private async Task<HttpClient> ClientAsync(Role role)
    {
        var person = await demo.Server.AddPersonAsync($"Test {role}", Company, role);
        var client = demo.Server.Client(await demo.Server.SignInAsync(person, Company));
        client.DefaultRequestHeaders.Add("Accept-Language", "en-GB");
        return client;
    }
}
