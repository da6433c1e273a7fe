using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Microsoft.Playwright;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

/// <summary>Finance at work, in a real browser: the queue by keyboard, the list by address.</summary>
public sealed partial class ReviewQueueJourneyTests(DemoServer demo) : IClassFixture<DemoServer>
{
    [BrowserFact]
    public async Task Finance_works_through_the_queue_without_a_mouse()
    {
        await using var browser = await OpenAsync(new BrowserLook());
        var page = browser.Page;
        await browser.GoAsync("/workspace/invoices/review");

        // The page says itself from when on it listens to keys.
        await page.Locator(".keys.live").WaitForAsync();
        var waiting = page.Locator(".waiting");
        var before = await waiting.CountAsync();
        Assert.True(before > 2, "The demo data has a queue.");
        await Assertions.Expect(page.Locator(".progress strong")).ToHaveTextAsync($"1 of {before}");

        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("#waiting-1")).ToHaveAttributeAsync("aria-current", "true");
        var second = await page.Locator("#waiting-1 .who").InnerTextAsync();
        await Assertions.Expect(page.Locator(".preview .address strong")).ToHaveTextAsync(second);
        await page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(page.Locator("#waiting-0")).ToHaveAttributeAsync("aria-current", "true");

        // Escape leaves everything as it was; Enter approves.
        await page.Keyboard.PressAsync("a");
        await page.Locator(".confirm").WaitForAsync();
        await Eventually.TrueAsync(() => EscapedAsync(page), TimeSpan.FromSeconds(60));
        Assert.Equal(before, await waiting.CountAsync());
        await page.Keyboard.PressAsync("a");
        await Assertions.Expect(page.Locator(".confirm .primary")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(waiting).ToHaveCountAsync(before - 1);
        await Assertions.Expect(page.Locator(".progress strong")).ToHaveTextAsync($"2 of {before}");

        // Keys that are typed as a reason are letters, not commands.
        await page.Keyboard.PressAsync("s");
        await page.Locator("#send-back-reason").FillAsync("");
        await page.Locator("#send-back-reason").PressSequentiallyAsync("hours are not as agreed");
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(waiting).ToHaveCountAsync(before - 2);
        Assert.True(browser.Errors.Count == 0, string.Join('\n', browser.Errors));

        // What was sent back says why, to whoever opens it.
        await browser.GoAsync("/workspace/audit?action=invoices.sent-back");
        await Assertions.Expect(page.Locator("table.differences")).ToContainTextAsync("hours are not as agreed");
    }

    [BrowserFact]
    public async Task Filters_of_the_list_become_its_address()
    {
        await using var browser = await OpenAsync(new BrowserLook());
        var page = browser.Page;
        await browser.GoAsync("/workspace/invoices");
        await page.Locator("select[name=state]").SelectOptionAsync("Overdue");
        await Assertions.Expect(page).ToHaveURLAsync(StateInAddress());
        var count = page.Locator(".list-summary span").First;
        await Assertions.Expect(count).ToContainTextAsync("invoices");
        await page.Locator("tbody tr").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(InvoiceAddress());
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("select[name=state]")).ToHaveValueAsync("Overdue");
        Assert.True(browser.Errors.Count == 0, string.Join('\n', browser.Errors));
    }

    [BrowserTheory]
    [InlineData("/workspace/invoices", 360, ColorScheme.Dark)]
    [InlineData("/workspace/invoices", 1280, ColorScheme.Light)]
    [InlineData("/workspace/invoices/review", 360, ColorScheme.Light)]
    [InlineData("/workspace/invoices/review", 1280, ColorScheme.Dark)]
    [InlineData("/workspace/audit", 360, ColorScheme.Dark)]
    public async Task Nothing_is_wider_than_the_window(string address, int width, ColorScheme scheme)
    {
        await using var browser = await OpenAsync(new BrowserLook(width, 800, "nl-NL", scheme));
        await browser.GoAsync(address);
        var wide = await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(wide <= width, $"{address} is {wide} wide in a window of {width}.");
        Assert.True(browser.Errors.Count == 0, string.Join('\n', browser.Errors));
        if (Environment.GetEnvironmentVariable("METIVA_TEST_PICTURES") is { Length: > 0 } directory)
        {
            var name = $"{address.Trim('/').Replace('/', '-')}-{width}-{scheme}.png";
            await browser.ScreenshotAsync(Path.Combine(directory, name));
        }
    }

    // The dialog is drawn a moment before its script listens, so one press may come too early.
    private static async Task<bool> EscapedAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Escape");
        return await page.Locator(".confirm").CountAsync() == 0;
    }

    private async Task<BrowserSession> OpenAsync(BrowserLook look)
    {
        var person = await demo.Server.AddPersonAsync("Fenna Bos", DemoCompanies.Bakery.Id, Role.Finance);
        return await BrowserSession.OpenAsync(demo.Server.Address, await demo.Server.SignInAsync(person, DemoCompanies.Bakery.Id), look);
    }

    [GeneratedRegex("state=Overdue", RegexOptions.None, 1000)]
    private static partial Regex StateInAddress();

    [GeneratedRegex("/workspace/invoices/[0-9a-f-]{36}$", RegexOptions.None, 1000)]
    private static partial Regex InvoiceAddress();
}
