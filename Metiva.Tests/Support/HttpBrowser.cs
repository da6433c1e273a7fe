using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Metiva.Tests.Support;

/// <summary>
/// Goes through plain HTTP as a person's browser would: keeps cookies, follows redirects, fills in forms. Cookies marked Secure are
/// sent to this machine without TLS, as Chromium does and <see cref="CookieContainer"/> does not.
/// </summary>
public sealed class HttpBrowser(Uri start) : IDisposable
{
    private const int MaxRedirects = 20;
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);
    private readonly HttpClient client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
        }
    );

    /// <summary>Where it is now.</summary>
    public Uri Address { get; private set; } = start;

    /// <summary>The status of the page that it is on.</summary>
    public HttpStatusCode Status { get; private set; }

    /// <summary>The page's body.</summary>
    public string Body { get; private set; } = "";

    /// <summary>The addresses that it was sent through on the way here.</summary>
    public IReadOnlyList<Uri> Redirects { get; private set; } = [];

    /// <summary>The cookies that it holds, by name.</summary>
    public IDictionary<string, string> Cookies => cookies;

    /// <summary>The page, parsed.</summary>
    public IHtmlDocument Document => new HtmlParser().ParseDocument(Body);

    /// <summary>Goes to an address.</summary>
    public Task GoAsync(string address) => SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(Address, address)));

    /// <summary>Presses a button: submits its form with the fields that the page filled in, and those given.</summary>
    /// <param name="button">CSS selector of the button.</param>
    /// <param name="fields">Fields that the person fills in.</param>
    /// <exception cref="InvalidOperationException">There is no such button.</exception>
    public Task PressAsync(string button, params (string Name, string Value)[] fields)
    {
        var page = Document;
        var pressed =
            page.QuerySelector(button) ?? throw new InvalidOperationException($"No '{button}' on {Address} ({(int)Status}):\n{Body}");
        var form = pressed.Closest("form") ?? throw new InvalidOperationException($"'{button}' is in no form.");
        var values = form.QuerySelectorAll("input[name], select[name], textarea[name]")
            .Where(field => !field.HasAttribute("disabled"))
            .Where(field => field is not IHtmlInputElement { Type: "radio" or "checkbox" or "submit", IsChecked: false })
            .Select(field => (field.GetAttribute("name")!, Value(field)))
            .Where(field => fields.All(given => given.Name != field.Item1))
            .Concat(fields)
            .ToList();
        if (pressed.GetAttribute("name") is { } name)
        {
            values.Add((name, pressed.GetAttribute("value") ?? ""));
        }

        var content = new FormUrlEncodedContent(values.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        var target = new Uri(Address, pressed.GetAttribute("formaction") ?? form.GetAttribute("action") ?? "");
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, target) { Content = content });
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static string Value(IElement field) =>
        field switch
        {
            IHtmlSelectElement select => select.Value ?? "",
            IHtmlTextAreaElement area => area.Value,
            _ => field.GetAttribute("value") ?? "",
        };

    private async Task SendAsync(HttpRequestMessage request)
    {
        var passed = new List<Uri>();
        for (var hop = 0; hop < MaxRedirects; hop++)
        {
            request.Headers.Add("Accept", "text/html");
            if (cookies.Count > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            }

            using var response = await client.SendAsync(request);
            Keep(response);
            Address = request.RequestUri!;
            request.Dispose();
            if (response.Headers.Location is not { } next)
            {
                Status = response.StatusCode;
                Body = await response.Content.ReadAsStringAsync();
                Redirects = passed;
                return;
            }

            passed.Add(Address);
            request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, next));
        }

        throw new InvalidOperationException($"Redirected more than {MaxRedirects} times:\n{string.Join('\n', passed)}");
    }

    private void Keep(HttpResponseMessage response)
    {
        foreach (var line in response.Headers.TryGetValues("Set-Cookie", out var lines) ? lines : [])
        {
            var pair = line.Split(';')[0].Split('=', 2);
            var gone = line.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase);
            if (gone)
            {
                cookies.Remove(pair[0]);
            }
            else
            {
                cookies[pair[0]] = pair[1];
            }
        }
    }
}
