using System.Net;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace Metiva.Tests.Load;

/// <summary>
/// Plain requests at a fixed rate, whatever becomes of the ones before: pages, records, what pages consist of, health. How long one took
/// is counted from when it was meant to be sent.
/// </summary>
internal sealed partial class RequestLoad(LoadHost host, IReadOnlyList<Visitor> visitors, Findings findings)
{
    // Of twenty requests: what a page brings with it is cached by a browser, so pages are half of them.
    private static readonly string[] Mix =
    [
        "list",
        "asset",
        "record",
        "asset",
        "list",
        "home",
        "asset",
        "health",
        "asset",
        "list",
        "asset",
        "record",
        "asset",
        "list",
        "asset",
        "health",
        "home",
        "asset",
        "record",
        "list",
    ];

    private static readonly string[] Health = ["/health/live", "/health/ready"];
    private string[] assets = [];

    /// <summary>How many were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Finds out what pages consist of.</summary>
    public async Task PrepareAsync()
    {
        using var response = await SendAsync(visitors[0].List, visitors[0]);
        assets = [.. Asset().Matches(await response.Content.ReadAsStringAsync()).Select(match => match.Groups["address"].Value).Distinct()];
        if (assets.Length < 3)
        {
            throw new InvalidOperationException("A page that brings neither script nor style with it is none of Metiva's.");
        }
    }

    /// <summary>Sends until the time is over, and waits for the last answers.</summary>
    public async Task RunAsync(LoadPace pace)
    {
        var running = new List<Task>(pace.Requests);
        for (; Sent < pace.Requests; Sent++)
        {
            var at = pace.OfRequest(Sent);
            await pace.UntilAsync(at);
            running.Add(OneAsync(Sent, pace.At(at)));
        }

        await Task.WhenAll(running);
    }

    private async Task OneAsync(int number, long due)
    {
        // Each kind goes through all visitors, and through all that each of them may open.
        var (kind, turn) = (Mix[number % Mix.Length], number / Mix.Length);
        var visitor = visitors[(number + turn) % visitors.Count];
        var address = kind switch
        {
            "list" => $"{visitor.List}?page={1 + (turn % 3)}",
            "record" => visitor.Details[turn % visitor.Details.Count],
            "home" => visitor.IsClient ? "/portal" : "/",
            "asset" => assets[number % assets.Length],
            _ => Health[number % Health.Length],
        };
        try
        {
            using var response = await SendAsync(address, kind is "asset" or "health" ? null : visitor);
            var body = await response.Content.ReadAsByteArrayAsync();
            findings.Took("request: " + kind, due);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                findings.Failed($"request: {kind}: {(int)response.StatusCode}", address);
            }
            else if (kind is "list" or "record" or "home")
            {
                Check(kind, address, visitor, System.Text.Encoding.UTF8.GetString(body));
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            findings.Failed($"request: {kind}: {exception.GetType().Name}", $"{address}: {exception.Message}");
        }
    }

    private void Check(string kind, string address, Visitor visitor, string body)
    {
        if (!body.Contains(HtmlEncoder.Default.Encode(visitor.Own.Company), StringComparison.Ordinal))
        {
            findings.Failed($"request: {kind}: not the company's page", $"{visitor.Name}, {address}");
        }

        if (Visitor.IdsIn(body).Any(id => !visitor.Own.Ids.Contains(id)))
        {
            findings.Failed($"request: {kind}: a foreign invoice", $"{visitor.Name}, {address}");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string address, Visitor? visitor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept", "text/html,*/*");
        if (visitor is not null)
        {
            request.Headers.Add("Cookie", visitor.Cookie);
        }

        return await host.Http.SendAsync(request);
    }

    [GeneratedRegex("(src|href)=\"(?<address>[^\"?:]+\\.(js|css|svg))\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Asset();
}
