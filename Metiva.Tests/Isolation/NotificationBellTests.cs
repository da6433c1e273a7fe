using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Metiva.Web.Workspace.Invoices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Metiva.Tests.Isolation;

/// <summary>What somebody does is heard in the open circuits of those whom it concerns, at their company.</summary>
[Collection(OneWorld.Name)]
public sealed class NotificationBellTests(OneWorld one)
{
    // A toast is there for some seconds only, so the page itself keeps what was said.
    private const string KeepToasts = """
        () => {
            window.said = '';
            new MutationObserver(() => {
                document.querySelectorAll('.rz-notification-item:not([data-heard])').forEach(toast => {
                    toast.dataset.heard = 'yes';
                    window.said += toast.innerText + '\n';
                });
            }).observe(document.body, { subtree: true, childList: true });
        }
        """;

    private readonly SentinelWorld world = one.World;

    [BrowserFact]
    public async Task A_submitted_invoice_is_said_and_counted_without_a_click_and_not_at_another_company()
    {
        await using var writer = await OpenAsync(SentinelWorld.A, Role.AccountManager, Draft(SentinelWorld.A));
        await using var reader = await OpenAsync(SentinelWorld.A, Role.Finance, "/workspace/usage");
        await using var bystander = await OpenAsync(SentinelWorld.B, Role.Finance, "/workspace/usage");
        var (before, beside) = (await UnreadAsync(reader), await UnreadAsync(bystander));

        await writer.Page.GetByRole(AriaRole.Button, new() { Name = "Submit for review" }).ClickAsync();
        await HeardAsync(reader, before + 1, Sentinels.Words[SentinelWorld.A]);

        // The bystander's circuit is one that hears: of what happens at its own company, and of that alone.
        await SubmitAsync(SentinelWorld.B);
        await HeardAsync(bystander, beside + 1, Sentinels.Words[SentinelWorld.B]);
        Assert.Equal(before + 1, await UnreadAsync(reader));
        Assert.Empty(SentinelWorld.ForeignWords(SentinelWorld.A, reader.ReceivedText));
        Assert.Empty(SentinelWorld.ForeignWords(SentinelWorld.B, bystander.ReceivedText));
    }

    private string Draft(CompanyId company) => $"/workspace/invoices/{world.Ids[(company, "draft")]}";

    private async Task<BrowserSession> OpenAsync(CompanyId company, Role role, string address)
    {
        var browser = await BrowserSession.OpenAsync(world.Server.Address, await world.SignInAsync(company, role));
        await browser.GoAsync(address);
        await browser.Page.EvaluateAsync(KeepToasts);
        return browser;
    }

    private static async Task HeardAsync(BrowserSession browser, int unread, string word)
    {
        await Assertions.Expect(browser.Page.Locator(".bell-count")).ToHaveTextAsync($"{unread}");
        await browser.Page.WaitForFunctionAsync("word => window.said.includes(word)", word);
    }

    private static async Task<int> UnreadAsync(BrowserSession browser) =>
        int.Parse(await browser.Page.Locator(".bell-count").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);

    private async Task SubmitAsync(CompanyId company)
    {
        using var scope = world.ScopeOf(await world.SignInAsync(company, Role.Owner), company);
        var id = Guid.Parse(world.Ids[(company, "draft")]);
        var version = 0L;
        await scope
            .ServiceProvider.GetRequiredService<CompanyDatabase>()
            .WriteAsync<bool>(
                async (write, token) =>
                {
                    version = await write.Data.Invoices.Where(row => row.Id == id).Select(row => row.Version).SingleAsync(token);
                    return true;
                },
                CancellationToken.None
            );
        var submitted = await scope.ServiceProvider.GetRequiredService<SubmitInvoice>().Run(new(id, version), CancellationToken.None);
        Assert.True(submitted.Ok, submitted.Error?.Code);
    }
}
