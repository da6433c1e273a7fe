using System.Buffers;
using System.Text;
using Metiva.Tests.Load.Protocol;
using Metiva.Tests.Support;
using Metiva.Web.Identity;
using Microsoft.Playwright;
using Xunit;

namespace Metiva.Tests.Load;

/// <summary>
/// The client for circuits beside a real Chromium: both make the same journey, and must see the same pages and say the same to their
/// circuits. Else what the load measures would be no use of the product but something of its own.
/// </summary>
public sealed class ClientAgainstBrowserTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private MetivaServer server = null!;
    private IReadOnlyList<Visitor> visitors = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        server = await MetivaServer.StartAsync();
        visitors = await Visitor.SignInAsync(server.Address);
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("Accept-Language", new BrowserLook().Language);
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_sees_and_says_what_a_browser_does(bool client)
    {
        var visitor = visitors.First(visitor => visitor.IsClient == client && visitor.Details.Count > 30);
        var said = new List<HubMessage>();
        await using var circuit = await Circuit.OpenAsync(http, visitor.Cookie, visitor.List, said.Add);
        var journey = new Journey(circuit, visitor);
        await using var browser = await BrowserSession.OpenAsync(server.Address, CookieOf(visitor));
        var frames = new BrowserFrames(browser);
        await browser.GoAsync(visitor.List);
        await SameAsync(browser, circuit, "start");

        foreach (var step in Journey.Names)
        {
            await journey.StepAsync();
            await InBrowserAsync(browser.Page, step, circuit.Address, visitor);
            await SameAsync(browser, circuit, step);
            Assert.Equal(circuit.Address.AbsoluteUri, browser.Page.Url);
        }

        // The last confirmation may still be on its way.
        await Eventually.TrueAsync(() => Confirmed(frames.Sent).SequenceEqual(Rendered(frames)), Patience);
        SaysTheSame(frames, said);
        Assert.Equal(await MainAsync(browser.Page), MainOf(frames.Tree().Root));
        Assert.Empty(browser.Errors);
    }

    private static void SaysTheSame(BrowserFrames browser, List<HubMessage> said)
    {
        // Byte for byte, the browser's own messages are what this client's writer makes of them.
        Assert.Equal((HubProtocol.Handshake, Encoding.UTF8.GetString(HubProtocol.HandshakeAnswer)), browser.Handshake);
        Assert.All(browser.SentFrames, frame => Assert.Equal(Convert.ToHexString(frame), Convert.ToHexString(WrittenAgain(frame))));

        // What is asked of the circuit comes in the same order.
        Assert.Equal(InWords(browser.Sent.Where(Asks)), InWords(said.Where(Asks)));
        Assert.Equal(HubMessage.Ping, browser.Sent[0]);
        Assert.Equal(HubMessage.Ping, said[0]);

        // The same calls of the circuit are answered, the same way. When they come depends on how quickly it draws.
        Assert.Equal(Answers(browser.Sent), Answers(said));

        // Every batch is confirmed, once and in its order.
        Assert.Equal(Enumerable.Range(2, Confirmed(said).Count).Select(number => (long)number), Confirmed(said));
        Assert.All(Confirmations(browser.Sent).Concat(Confirmations(said)), message => Assert.Null(message.Arguments[1]));
    }

    private static async Task InBrowserAsync(IPage page, string step, Uri target, Visitor visitor)
    {
        switch (step)
        {
            case "sort":
                await page.Locator("th a.sort").First.ClickAsync();
                break;
            case "page":
                await page.Locator("a[rel=next], a[rel=prev]").Last.ClickAsync();
                break;
            case "open":
                await page.Locator("a.row-link").First.ClickAsync();
                break;
            case "back":
                await page.GoBackAsync();
                break;
            case "filter" when visitor.IsClient:
                await page.Locator("nav.show a").Nth(2).ClickAsync();
                break;
            case "filter":
                await page.Locator("select[name=state]").SelectOptionAsync(new SelectOptionValue { Index = 1 });
                break;
            default:
                await page.Locator(visitor.IsClient ? "nav.show a" : ".filter-actions a.quiet").First.ClickAsync();
                break;
        }

        await page.WaitForURLAsync(target.AbsoluteUri);
    }

    /// <summary>All text of the page's main part, word by word: the table and everything around it.</summary>
    private static async Task SameAsync(BrowserSession browser, Circuit circuit, string step)
    {
        var (theirs, ours) = ("", "");
        try
        {
            await Eventually.TrueAsync(
                async () => (theirs = await MainAsync(browser.Page)) == (ours = circuit.See(MainOf)) && theirs.Length > 100,
                Patience
            );
        }
        catch (Xunit.Sdk.XunitException)
        {
            Assert.Equal($"{step}: {theirs}", $"{step}: {ours}");
            throw;
        }
    }

    private static Task<string> MainAsync(IPage page) =>
        page.EvaluateAsync<string>("() => document.querySelector('main').textContent.replace(/\\s+/g, ' ').trim()");

    private static string MainOf(PageNode root) => root.Elements("main").First().Text();

    private static bool Asks(HubMessage message) =>
        message.Kind == HubMessageKind.Invocation && message.Target is not ("OnRenderCompleted" or "EndInvokeJSFromDotNet");

    private static IEnumerable<HubMessage> Confirmations(IEnumerable<HubMessage> messages) =>
        messages.Where(message => message.Target == "OnRenderCompleted");

    private static List<long> Confirmed(IEnumerable<HubMessage> messages) =>
        [.. Confirmations(messages).Select(message => message.Number(0))];

    private static IEnumerable<long> Rendered(BrowserFrames frames) =>
        frames.Received.Where(message => message.Target == "JS.RenderBatch").Select(message => message.Number(0));

    private static string Answers(IEnumerable<HubMessage> messages) =>
        InWords(messages.Where(message => message.Target == "EndInvokeJSFromDotNet"));

    private static string InWords(IEnumerable<HubMessage> messages) => string.Join('\n', messages.Select(BrowserFrames.Shape));

    private static byte[] WrittenAgain(byte[] frame)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var message in HubProtocol.Read(frame))
        {
            HubProtocol.Write(message, output);
        }

        return output.WrittenSpan.ToArray();
    }

    private static SignedIn CookieOf(Visitor visitor)
    {
        var value = visitor.Cookie.Split("; ").Single(one => one.StartsWith(SignInCookie.Name + "=", StringComparison.Ordinal));
        return new SignedIn(null!, default, SignInCookie.Name, value[(SignInCookie.Name.Length + 1)..]);
    }
}
