using System.Text.RegularExpressions;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Jobs;
using Metiva.Tests.Jobs;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Metiva.Tests.Workspace.Jobs;

/// <summary>A job in a real browser, with the dispatcher at work: run now, how far it is, called off, run again.</summary>
public sealed partial class JobJourneyTests : IAsyncLifetime
{
    private static readonly CompanyId Company = DemoCompanies.Bakery.Id;
    private readonly Script script = new();
    private MetivaServer server = null!;

    public async Task InitializeAsync() =>
        server = await MetivaServer.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(script);
                builder.Services.AddScoped<IWorkHandler, ScriptedWork>();
            },
            onSqlServer: false,
            settings: ["--Tenancy:Work:Beat=00:00:00.200", "--Tenancy:Work:Lease=00:00:05"]
        );

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    [BrowserFact]
    public async Task A_job_is_run_now_shows_how_far_it_is_is_called_off_and_is_run_again()
    {
        script.Does = async (_, run, token) =>
        {
            run.Progress = 40;
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        var id = await PlantAsync();
        var person = await server.AddPersonAsync("Olga Vos", Company, Role.Owner);
        await using var browser = await BrowserSession.OpenAsync(server.Address, await server.SignInAsync(person, Company));
        var page = browser.Page;
        await browser.GoAsync($"/workspace/jobs/{id}");
        var state = page.Locator(".facts .job-state");
        await Assertions.Expect(state).ToContainTextAsync("Waiting");

        await Button(page, "Run now: test.work").ClickAsync();
        await Assertions.Expect(page.Locator(".facts progress")).ToHaveAttributeAsync("value", "40");
        await Assertions.Expect(state).ToContainTextAsync("40%");
        await Assertions.Expect(Button(page, "Run now: test.work")).ToHaveCountAsync(0);

        await Button(page, "Cancel: test.work").ClickAsync();
        await page.Locator(".confirm").GetByRole(AriaRole.Button, new() { Name = "Cancel the job" }).ClickAsync();
        await Assertions.Expect(state).ToContainTextAsync("Cancelled");
        await Assertions.Expect(page.Locator(".facts progress")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);

        script.Does = (_, _, _) => Task.CompletedTask;
        await Button(page, "Run now: test.work").ClickAsync();
        await Assertions.Expect(state).ToContainTextAsync("Done");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("tbody tr").First).ToContainTextAsync("Done");
        await Assertions.Expect(page.Locator("main .row-actions button")).ToHaveCountAsync(0);

        // What people did with it is one click away.
        await page.GetByRole(AriaRole.Link, new() { Name = "What people did with it" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(AuditAddress());
        await Assertions.Expect(page.Locator("a[title^='work.']")).ToHaveCountAsync(3);
        Assert.True(browser.Errors.Count == 0, string.Join('\n', browser.Errors));
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>A job that waits until tomorrow.</summary>
    private async Task<Guid> PlantAsync()
    {
        var id = Guid.NewGuid();
        var database = server.Services.GetRequiredService<Snapshots>().Catalog.Find(Company)!.Database;
        var file = Path.Combine(server.DataDirectory, "companies", database, "company.db");
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.ExecuteAsync(
            "INSERT INTO WorkItems (Id, Kind, Payload, CreatedAt, DueAt, State, Attempts, Failures, CancelAsked)"
                + " VALUES (@Id, @Kind, '{}', @Now, @Due, 'Waiting', 0, 0, 0)",
            new
            {
                Id = id.ToString(),
                Kind = ScriptedWork.Name,
                Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
                Due = TimeProvider.System.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds(),
            }
        );
        return id;
    }

    [GeneratedRegex("/workspace/audit\\?type=Work&record=", RegexOptions.None, 1000)]
    private static partial Regex AuditAddress();
}
