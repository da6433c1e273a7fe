using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Metiva.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Metiva.Tests.Browser;

/// <summary>Every page in a real browser, wide and light in English, narrow and dark in Dutch.</summary>
public sealed class EveryPageTests(DemoSite site) : IClassFixture<DemoSite>
{
    private static readonly BrowserLook Narrow = new(360, 780, "nl-NL", ColorScheme.Dark);

    public static TheoryData<Type, bool> Pages
    {
        get
        {
            var data = new TheoryData<Type, bool>();
            foreach (var page in DemoSite.Pages)
            {
                data.Add(page, false);
                data.Add(page, true);
            }

            return data;
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task It_can_be_used_by_everybody(Type page, bool narrow)
    {
        await using var session = await site.OpenAsync(page, narrow ? Narrow : new BrowserLook());

        // The circuit fetches what the page shows once more, and puts the title in its place a moment after the page.
        await Eventually.TrueAsync(async () => await session.Page.TitleAsync() != "", TimeSpan.FromSeconds(10));
        await Eventually.TrueAsync(async () => await session.Page.Locator("h1").CountAsync() == 1, TimeSpan.FromSeconds(10));
        Assert.True(
            await session.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
            "The page is wider than the window."
        );
        var found = await session.Page.RunAxe(
            new AxeRunOptions
            {
                // What a mail looks like stands in a frame in which nothing runs, axe included.
                Iframes = false,
                RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
            }
        );
        Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.Select(Describe)));
        Assert.True(session.Errors.All(error => IsTheAnswersOwnStatus(error, session.Page.Url)), string.Join('\n', session.Errors));
    }

    // A page that explains a refusal comes with the status that it explains, and Chromium notes that as an error of that address.
    private static bool IsTheAnswersOwnStatus(string error, string address) =>
        error.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal)
        && error.EndsWith($"({address}:0:0)", StringComparison.Ordinal);

    private static string Describe(AxeResultItem item) =>
        $"{item.Impact} {item.Id}: {item.Help}\n" + string.Join('\n', item.Nodes.Take(3).Select(node => $"    {node.Html}"));
}
