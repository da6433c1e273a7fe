using System.Collections.Concurrent;
using System.Text;
using Microsoft.Playwright;

namespace Metiva.Tests.Support;

/// <summary>How a browser presents itself.</summary>
/// <param name="Width">Of the window, in CSS pixels.</param>
/// <param name="Height">Of the window.</param>
/// <param name="Language">What it asks for, such as <c>nl-NL</c>.</param>
/// <param name="Scheme">Light or dark.</param>
public sealed record BrowserLook(int Width = 1280, int Height = 900, string Language = "en-GB", ColorScheme Scheme = ColorScheme.Light);

/// <summary>
/// One browser profile with one page in a real Chromium. It notes what goes wrong in the console and everything that the circuit's
/// socket brings. The browser itself is started once for all tests, and once more when it no longer answers.
/// </summary>
public sealed class BrowserSession : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static Lazy<Task<IBrowser>> browser = new(LaunchAsync);

    private static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ];

    private readonly Lazy<Task<IBrowser>> mine;
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> errors = new();
    private readonly ConcurrentQueue<(int Socket, byte[] Message)> received = new();
    private int rendered;
    private int sockets;

    private BrowserSession(Lazy<Task<IBrowser>> mine, IBrowserContext context, IPage page)
    {
        this.mine = mine;
        this.context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Enqueue($"{message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => errors.Enqueue(error);
        page.WebSocket += (_, socket) =>
        {
            var number = Interlocked.Increment(ref sockets);
            socket.FrameReceived += (_, frame) => received.Enqueue((number, Bytes(frame)));
            socket.FrameSent += (_, frame) =>
            {
                if (Text(frame).Contains("OnRenderCompleted", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref rendered);
                }
            };
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>What the console reported as an error, and exceptions that no script caught.</summary>
    public IReadOnlyCollection<string> Errors => errors;

    /// <summary>Everything that came over web sockets, as text: render batches carry their strings as UTF-8.</summary>
    public string ReceivedText => string.Join('\n', received.Select(one => Encoding.UTF8.GetString(one.Message)));

    /// <summary>How many web sockets the page opened so far.</summary>
    public int Sockets => Volatile.Read(ref sockets);

    /// <summary>What came over one web socket, as text.</summary>
    /// <param name="socket">Which one the page opened, from 1.</param>
    public string ReceivedOn(int socket) =>
        string.Join('\n', received.Where(one => one.Socket == socket).Select(one => Encoding.UTF8.GetString(one.Message)));

    /// <summary>Opens a profile at a server; signed in when a cookie is given.</summary>
    public static async Task<BrowserSession> OpenAsync(Uri server, SignedIn? signedIn = null, BrowserLook? look = null)
    {
        look ??= new BrowserLook();
        var started = Volatile.Read(ref browser);
        var profile = await (await started.Value).NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = server.ToString(),
                ViewportSize = new ViewportSize { Width = look.Width, Height = look.Height },
                Locale = look.Language,
                ColorScheme = look.Scheme,
                TimezoneId = "Europe/Amsterdam",
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        profile.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        if (signedIn is not null)
        {
            await profile.AddCookiesAsync([CookieOf(server, signedIn)]);
        }

        return new BrowserSession(started, profile, await profile.NewPageAsync());
    }

    /// <summary>Goes to an address and waits until the page's circuit has drawn it, where the page has one.</summary>
    public async Task<IResponse> GoAsync(string address)
    {
        var before = Volatile.Read(ref rendered);
        var response = (await Page.GotoAsync(address))!;
        if (response.Ok && (await response.TextAsync()).Contains("\"type\":\"server\"", StringComparison.Ordinal))
        {
            await Eventually.TrueAsync(() => Volatile.Read(ref rendered) > before, Patience);
        }

        return response;
    }

    /// <summary>Takes the place of this profile's sign-in cookie, as another tab would.</summary>
    public Task ReplaceCookieAsync(Uri server, SignedIn signedIn) => context.AddCookiesAsync([CookieOf(server, signedIn)]);

    /// <summary>Takes a picture; without a file name it goes to the temporary directory. Returns the file.</summary>
    public async Task<string> ScreenshotAsync(string? file = null, bool fullPage = false)
    {
        file ??= Path.Combine(Path.GetTempPath(), "metiva-screenshots", $"{Guid.NewGuid():N}.png");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = fullPage });
        return file;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await context.CloseAsync().WaitAsync(TimeSpan.FromSeconds(15));
        }
        catch (TimeoutException)
        {
            // Chromium now and then never says that it closed a profile. What was to be tested is over: the next test gets another browser.
            Interlocked.CompareExchange(ref browser, new Lazy<Task<IBrowser>>(LaunchAsync), mine);
        }
    }

    private static Cookie CookieOf(Uri server, SignedIn signedIn) =>
        new()
        {
            Name = signedIn.CookieName,
            Value = signedIn.CookieValue,
            Domain = server.Host,
            Path = "/",
            Secure = true,
            HttpOnly = true,
            SameSite = SameSiteAttribute.Lax,
        };

    private static byte[] Bytes(IWebSocketFrame frame) => frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? "");

    private static string Text(IWebSocketFrame frame) => Encoding.UTF8.GetString(Bytes(frame));

    private static async Task<IBrowser> LaunchAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);

        // Chromium ends with Playwright's driver, and that with this process.
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = BrowserInstallation.Path, Args = Flags }
        );
    }
}
