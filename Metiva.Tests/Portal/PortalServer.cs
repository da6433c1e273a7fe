using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Xunit;

namespace Metiva.Tests.Portal;

/// <summary>The real host with its demo data, and people of its own.</summary>
public sealed partial class PortalServer : IAsyncLifetime
{
    internal MetivaServer Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await MetivaServer.StartAsync();

    public Task DisposeAsync() => Host.DisposeAsync().AsTask();

    internal async Task<SignedIn> SignInAsync(DemoCompany company, Role role, bool viewAsClient = false)
    {
        var person = await Host.AddPersonAsync($"{role} Tester", company.Id, role);
        return await Host.SignInAsync(person, company.Id, viewAsClient);
    }

    internal async Task<HttpClient> ClientAsync(DemoCompany company, Role role, bool viewAsClient = false) =>
        Host.Client(await SignInAsync(company, role, viewAsClient));

    /// <summary>Sends the form that posts to this address, as the browser would from the page where it stands.</summary>
    internal async Task<HttpResponseMessage> PostFormAsync(
        SignedIn signedIn,
        string page,
        string action,
        Action<Dictionary<string, string>>? change = null
    )
    {
        using var client = Host.Client();
        client.DefaultRequestHeaders.Add("Cookie", $"{signedIn.CookieName}={signedIn.CookieValue}");
        using var answer = await client.GetAsync(page);
        var html = await answer.Content.ReadAsStringAsync();
        var form = Assert.Single(Forms().Matches(html), match => match.Groups["action"].Value == action);
        var fields = Fields().Matches(form.Value).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        change?.Invoke(fields);
        var cookies = answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(cookie => cookie.Split(';')[0]) : [];
        client.DefaultRequestHeaders.Remove("Cookie");
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Prepend($"{signedIn.CookieName}={signedIn.CookieValue}")));
        return await client.PostAsync(action, new FormUrlEncodedContent(fields));
    }

    /// <summary>The sign-in cookie that an answer sets.</summary>
    internal static SignedIn CookieOf(HttpResponseMessage answer, SignedIn before)
    {
        var set = answer
            .Headers.GetValues("Set-Cookie")
            .Single(cookie => cookie.StartsWith(before.CookieName + "=", StringComparison.Ordinal));
        return before with { CookieValue = set.Split(';')[0][(before.CookieName.Length + 1)..] };
    }

    [GeneratedRegex("<form [^>]*action=\"(?<action>[^\"]*)\".*?</form>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Forms();

    [GeneratedRegex("<input [^>]*name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fields();
}
