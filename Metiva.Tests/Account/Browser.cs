using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>A page as the browser sees it.</summary>
internal sealed record Page(Uri Address, HttpStatusCode Status, IHtmlDocument Document)
{
    public string Title => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    public string? Reason => Document.QuerySelector("[data-reason]")?.GetAttribute("data-reason");
}

/// <summary>One request that the browser made, and what came back.</summary>
internal sealed record Step(HttpMethod Method, Uri Address, HttpStatusCode Status, IReadOnlyList<string> SetCookies, Uri? Location);

/// <summary>
/// Follows redirects and keeps cookies like a browser on this machine, where cookies marked Secure work on http://localhost too;
/// HttpClient's own jar would drop them.
/// </summary>
internal sealed class Browser(Uri home) : IDisposable
{
    private const int MostRedirects = 20;
    private readonly HttpClient http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        }
    );
    private readonly Dictionary<(string Host, string Name), string> cookies = [];
    private readonly List<Step> steps = [];

    /// <summary>Everything that was requested, oldest first.</summary>
    public IReadOnlyList<Step> Steps => steps;

    public string? Cookie(string name) => cookies.GetValueOrDefault((home.Host, name));

    public void SetCookie(string name, string? value)
    {
        if (value is null)
        {
            cookies.Remove((home.Host, name));
        }
        else
        {
            cookies[(home.Host, name)] = value;
        }
    }

    /// <summary>Forgets what another host put into the jar, as if its session there had ended.</summary>
    public void ForgetHost(string host)
    {
        foreach (var cookie in cookies.Keys.Where(key => key.Host == host).ToList())
        {
            cookies.Remove(cookie);
        }
    }

    public Task<Page> GoAsync(string address) => SendAsync(HttpMethod.Get, new Uri(home, address), null);

    /// <summary>Sends the form to which the button belongs, as a click on it would.</summary>
    public Task<Page> ClickAsync(Page page, string button, params (string Name, string Value)[] filledIn)
    {
        var clicked = page.Document.QuerySelector(button) as IHtmlButtonElement;
        Assert.True(clicked?.Form is not null, $"There is no button {button} in a form on {page.Address}.");
        var fields = clicked
            .Form.Elements.OfType<IHtmlInputElement>()
            .Select(input => (Name: input.Name ?? "", input.Value))
            .Concat(
                clicked.Form.Elements.OfType<IHtmlSelectElement>().Select(select => (Name: select.Name ?? "", Value: select.Value ?? ""))
            )
            .Where(field => field.Name.Length > 0 && !filledIn.Any(filled => filled.Name == field.Name))
            .Concat(filledIn)
            .Append((clicked.Name ?? "", clicked.Value))
            .Where(field => field.Item1.Length > 0)
            .Select(field => KeyValuePair.Create(field.Item1, field.Item2));
        return PostAsync(new Uri(page.Address, clicked.Form.GetAttribute("action")).ToString(), fields);
    }

    public Task<Page> PostAsync(string address, IEnumerable<KeyValuePair<string, string>> fields) =>
        SendAsync(HttpMethod.Post, new Uri(home, address), [.. fields]);

    /// <summary>One request without following where it leads.</summary>
    public async Task<Step> OnceAsync(string address)
    {
        using var response = await RequestAsync(HttpMethod.Get, new Uri(home, address), null);
        return steps[^1];
    }

    public void Dispose() => http.Dispose();

    private async Task<Page> SendAsync(HttpMethod method, Uri address, IReadOnlyList<KeyValuePair<string, string>>? form)
    {
        for (var redirects = 0; redirects < MostRedirects; redirects++)
        {
            using var response = await RequestAsync(method, address, form);
            if (response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400)
            {
                (method, address, form) = (HttpMethod.Get, new Uri(address, location), null);
                continue;
            }

            var html = await response.Content.ReadAsStringAsync();
            return new Page(address, response.StatusCode, new HtmlParser().ParseDocument(html));
        }

        throw new InvalidOperationException($"Redirected without end; last to {address}.");
    }

    private async Task<HttpResponseMessage> RequestAsync(HttpMethod method, Uri address, IReadOnlyList<KeyValuePair<string, string>>? form)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Add("Accept", "text/html");
        var sent = cookies.Where(cookie => cookie.Key.Host == address.Host).Select(cookie => $"{cookie.Key.Name}={cookie.Value}").ToList();
        if (sent.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", sent));
        }

        if (form is not null)
        {
            request.Content = new FormUrlEncodedContent(form);
        }

        var response = await http.SendAsync(request);
        IReadOnlyList<string> set = response.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values] : [];
        foreach (var cookie in set)
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (cookie.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
            {
                cookies.Remove((address.Host, pair[0]));
            }
            else
            {
                cookies[(address.Host, pair[0])] = pair[1];
            }
        }

        steps.Add(new Step(method, address, response.StatusCode, set, response.Headers.Location));
        return response;
    }
}
