using System.Net;
using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace;
using Metiva.Web.Development.Demo;
using Microsoft.Playwright;
using Xunit;

namespace Metiva.Tests.Files.Previews;

/// <summary>What is shown in place and how, over real HTTP and in a real browser.</summary>
public sealed class FilePreviewTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private const string Acting = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>";

    [Fact]
    public async Task A_picture_is_shown_sealed_and_framed_by_nobody()
    {
        using var person = await FileSender.SignInAsync(demo, Role.Owner);
        using var shown = await PreviewAsync(person, "foto.png", DemoPng.Write(1, 1, [1, 2, 3, 255]));
        Assert.Equal((HttpStatusCode.OK, "image/png"), (shown.StatusCode, shown.Content.Headers.ContentType!.MediaType));
        Assert.Equal("inline", shown.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(["default-src 'none'; frame-ancestors 'none'; sandbox"], shown.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["DENY"], shown.Headers.GetValues("X-Frame-Options"));
        AssertPrivate(shown);
    }

    [Fact]
    public async Task A_quiet_PDF_is_shown_to_the_own_page_and_loads_nothing()
    {
        using var person = await FileSender.SignInAsync(demo, Role.Owner);
        using var shown = await PreviewAsync(person, "stuk.pdf", SamplePdf.Of());
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (shown.StatusCode, shown.Content.Headers.ContentType!.MediaType));
        Assert.Equal("inline", shown.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(
            ["default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"],
            shown.Headers.GetValues("Content-Security-Policy")
        );
        Assert.Equal(["SAMEORIGIN"], shown.Headers.GetValues("X-Frame-Options"));
        AssertPrivate(shown);
        Assert.Equal(SamplePdf.Of(), await shown.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(Acting)]
    [InlineData("/Encrypt 4 0 R")]
    public async Task A_PDF_that_acts_or_is_locked_has_no_preview_and_is_saved(string catalog)
    {
        using var person = await FileSender.SignInAsync(demo, Role.Owner);
        var id = await person.UploadAsync("stuk.pdf", SamplePdf.Of(catalog));
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var request = new HttpRequestMessage(method, person.On($"/workspace/files/{id}/preview"));
            using var shown = await person.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotFound, shown.StatusCode);
            Assert.DoesNotContain("%PDF", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var saved = await person.Client.GetAsync(person.On($"/workspace/files/{id}/content"));
        Assert.Equal("attachment", saved.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(SamplePdf.Of(catalog), await saved.Content.ReadAsByteArrayAsync());
    }

    [BrowserFact]
    public async Task The_dialog_shows_a_picture_and_a_quiet_PDF_and_offers_the_rest()
    {
        using var person = await FileSender.SignInAsync(demo, Role.Owner);
        await person.UploadAsync("voorbeeld-foto.png", DemoPng.Write(1, 1, [1, 2, 3, 255]));
        await person.UploadAsync("voorbeeld-stuk.pdf", DemoPdf.Write("Stuk", ["regel"]));
        await person.UploadAsync("voorbeeld-script.pdf", SamplePdf.Of(Acting));
        await using var browser = await BrowserSession.OpenAsync(demo.Server.Address, person.SignedIn);
        var page = browser.Page;
        await browser.GoAsync("/workspace/files?q=voorbeeld");

        await OpenAsync(page, "voorbeeld-foto.png");
        await Eventually.TrueAsync(
            async () => await page.Locator(".preview img").EvaluateAsync<int>("image => image.naturalWidth") == 1,
            TimeSpan.FromSeconds(60)
        );
        await CloseAsync(page);

        var fetched = page.WaitForResponseAsync(response => response.Url.Contains("/preview", StringComparison.Ordinal));
        await OpenAsync(page, "voorbeeld-stuk.pdf");
        Assert.Equal(200, (await fetched).Status);
        await Assertions.Expect(page.Locator(".preview iframe")).ToBeVisibleAsync();
        await CloseAsync(page);

        var asked = 0;
        page.Request += (_, request) => asked += request.Url.Contains("/preview", StringComparison.Ordinal) ? 1 : 0;
        await OpenAsync(page, "voorbeeld-script.pdf");
        await Assertions.Expect(page.Locator(".preview [role=alert]")).ToContainTextAsync("can act by themselves");
        await Assertions
            .Expect(page.Locator(".preview a[download]"))
            .ToHaveAttributeAsync("href", new Regex("/content", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(page.Locator(".preview iframe")).ToHaveCountAsync(0);
        Assert.Equal(0, asked);
        Assert.True(browser.Errors.Count == 0, string.Join('\n', browser.Errors));
    }

    private static async Task<HttpResponseMessage> PreviewAsync(FileSender person, string name, byte[] content)
    {
        var id = await person.UploadAsync(name, content);
        return await person.Client.GetAsync(person.On($"/workspace/files/{id}/preview"));
    }

    private static void AssertPrivate(HttpResponseMessage shown)
    {
        Assert.Equal(["nosniff"], shown.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["same-origin"], shown.Headers.GetValues("Cross-Origin-Resource-Policy"));
        Assert.True(shown.Headers.CacheControl is { Private: true, NoCache: true });
    }

    private static async Task OpenAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".preview")).ToBeVisibleAsync();
    }

    private static async Task CloseAsync(IPage page)
    {
        await page.Locator(".rz-dialog-titlebar-close").ClickAsync();
        await Assertions.Expect(page.Locator(".preview")).ToHaveCountAsync(0);
    }
}
