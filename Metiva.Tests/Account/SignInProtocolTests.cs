using System.Net;
using System.Security.Cryptography;
using System.Text;
using Metiva.Web.Identity;
using Metiva.Web.Identity.Entra;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>What goes over the wire between the host and its issuer, and what the browser keeps.</summary>
public sealed class SignInProtocolTests(TestIssuerServer host) : IClassFixture<TestIssuerServer>
{
    private const string Start = "/account/sign-in/start";

    [Fact]
    public async Task The_code_is_bound_to_this_browser_by_PKCE()
    {
        using var browser = host.NewBrowser();
        await browser.GoAsync(Start);

        var asked = Assert.Single(host.Issuer.Asked);
        Assert.Equal(("code", "S256"), (asked["response_type"].ToString(), asked["code_challenge_method"].ToString()));
        var verifier = Assert.Single(host.Issuer.Redeemed)["code_verifier"].ToString();
        Assert.True(verifier.Length >= 43);
        Assert.Equal(WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))), asked["code_challenge"].ToString());
    }

    [Fact]
    public async Task Every_sign_in_has_its_own_state_nonce_and_verifier()
    {
        using var browser = host.NewBrowser();
        await browser.GoAsync(Start);
        await browser.GoAsync(Start);

        string[] Values(string name) => [.. host.Issuer.Asked.Select(asked => asked[name].ToString())];
        Assert.All(new[] { "state", "nonce", "code_challenge" }, name => Assert.Equal(2, Values(name).Distinct().Count()));
        Assert.All(Values("nonce"), nonce => Assert.True(nonce.Length >= 43));
    }

    [Fact]
    public async Task The_token_request_proves_the_client_and_repeats_the_address()
    {
        using var browser = host.NewBrowser();
        await browser.GoAsync(Start);

        var form = Assert.Single(host.Issuer.Redeemed);
        Assert.Equal(
            (TestIssuer.ClientId, TestIssuer.ClientSecret, "authorization_code"),
            (form["client_id"].ToString(), form["client_secret"].ToString(), form["grant_type"].ToString())
        );
        Assert.Equal(new Uri(host.Server.Address, "/account/callback").ToString(), form["redirect_uri"].ToString());
    }

    [Fact]
    public async Task The_cookie_is_for_this_host_alone_and_holds_no_token()
    {
        using var browser = host.NewBrowser();
        await browser.GoAsync(Start);

        var cookie = Assert.Single(
            browser.Steps.SelectMany(step => step.SetCookies),
            cookie => cookie.StartsWith(SignInCookie.Name + "=", StringComparison.Ordinal)
        );
        var attributes = cookie.Split("; ").Skip(1).Order(StringComparer.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], attributes);
        Assert.DoesNotContain("eyJ", cookie, StringComparison.Ordinal);
        Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_cookie_of_the_beginning_the_way_back_leads_nowhere()
    {
        using var browser = host.NewBrowser();
        var toIssuer = await browser.OnceAsync(Start);
        using var other = new Browser(host.Server.Address);

        var page = await other.GoAsync(toIssuer.Location!.ToString());

        Assert.Equal(("state-invalid", HttpStatusCode.BadRequest), (page.Reason, page.Status));
        Assert.False(TestIssuerServer.GotCookie(other));
        Assert.Empty(host.Issuer.Redeemed);
    }

    [Theory]
    [InlineData("/account/callback?code=x")]
    [InlineData("/account/callback?code=x&state=made-up")]
    [InlineData("/account/callback?error=login_required")]
    public async Task A_way_back_that_nobody_began_is_refused(string address)
    {
        using var browser = host.NewBrowser();
        var page = await browser.GoAsync(address);
        Assert.Equal(("state-invalid", HttpStatusCode.BadRequest), (page.Reason, page.Status));
    }

    [Fact]
    public async Task A_way_back_counts_once()
    {
        using var browser = host.NewBrowser();
        await browser.GoAsync(Start);
        var back = browser.Steps.Single(step => step.Address.AbsolutePath == "/account/callback").Address;

        var page = await browser.GoAsync(back.PathAndQuery);

        Assert.Equal("state-invalid", page.Reason);
    }

    [Theory]
    [InlineData("access_denied", "access-denied", HttpStatusCode.Forbidden)]
    [InlineData("server_error", "issuer-error", HttpStatusCode.BadRequest)]
    [InlineData("login_required", "issuer-error", HttpStatusCode.BadRequest)]
    public async Task An_error_of_the_issuer_is_explained(string error, string reason, HttpStatusCode status)
    {
        using var browser = host.NewBrowser();
        host.Issuer.ErrorFor = _ => error;
        var page = await browser.GoAsync(Start);
        Assert.Equal((reason, status), (page.Reason, page.Status));
    }

    [Fact]
    public async Task An_error_code_that_is_none_does_not_reach_the_log()
    {
        using var browser = host.NewBrowser();
        host.Issuer.ErrorFor = _ => "evil\nforged line";
        var before = host.Server.Log.Lines.Count;
        await browser.GoAsync(Start);
        Assert.DoesNotContain(host.LogSince(before), line => line.Contains("forged", StringComparison.Ordinal));
        Assert.Contains(host.LogSince(before), line => line.Contains("the error unreadable", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"error":"invalid_client"}""", 401, "code-refused")]
    [InlineData("""{"access_token":"x"}""", 400, "code-refused")]
    [InlineData("""{"id_token":"x"}""", 200, "code-refused")]
    [InlineData("""{"access_token":"x"}""", 200, "token-missing")]
    [InlineData("""{"access_token":"x","id_token":7}""", 200, "token-missing")]
    [InlineData("<html>", 200, "issuer-unreachable")]
    public async Task A_token_answer_that_is_none_is_explained(string body, int status, string reason)
    {
        using var browser = host.NewBrowser();
        host.Issuer.TokenAnswer = () => Results.Content(body, "application/json", statusCode: status);
        var page = await browser.GoAsync(Start);
        Assert.Equal(reason, page.Reason);
        Assert.False(TestIssuerServer.GotCookie(browser));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task A_return_address_elsewhere_is_not_followed(string returnUrl)
    {
        using var browser = host.NewBrowser();
        await browser.GoAsync($"{Start}?returnUrl={Uri.EscapeDataString(returnUrl)}");
        var back = browser.Steps.Single(step => step.Address.AbsolutePath == "/account/callback");
        Assert.Equal("/", back.Location!.ToString());
    }

    [Fact]
    public async Task A_return_address_of_our_own_is_kept()
    {
        using var browser = host.NewBrowser();
        await browser.GoAsync($"{Start}?returnUrl={Uri.EscapeDataString("/workspace/invoices?page=2")}");
        var back = browser.Steps.Single(step => step.Address.AbsolutePath == "/account/callback");
        Assert.Equal("/workspace/invoices?page=2", back.Location!.ToString());
    }

    [Fact]
    public async Task A_fresh_sign_in_is_asked_for_and_proven()
    {
        using var browser = host.NewBrowser();
        await browser.GoAsync(Start + "?fresh=true");
        Assert.Equal("0", host.Issuer.Asked.Single()["max_age"].ToString());
        Assert.True(TestIssuerServer.GotCookie(browser));
    }

    [Theory]
    [InlineData(-3600L)]
    [InlineData(null)]
    public async Task A_fresh_sign_in_that_is_not_proven_is_refused(long? authTime)
    {
        using var browser = host.NewBrowser();
        host.Issuer.Make = good =>
        {
            good["auth_time"] = authTime is { } shift ? good["iat"]!.GetValue<long>() + shift : null;
            if (authTime is null)
            {
                good.Remove("auth_time");
            }

            return TokenForge.Sign(good, host.Issuer.Key);
        };
        var page = await browser.GoAsync(Start + "?fresh=true");
        Assert.Equal("not-fresh", page.Reason);
        Assert.False(TestIssuerServer.GotCookie(browser));
    }

    [Fact]
    public async Task A_refused_sign_in_leaves_the_session_before_it_alone()
    {
        using var browser = host.NewBrowser();
        await browser.GoAsync(Start);
        var cookie = browser.Cookie(SignInCookie.Name);
        host.Issuer.Make = good =>
        {
            good["nonce"] = "of-another-sign-in";
            return TokenForge.Sign(good, host.Issuer.Key);
        };

        await browser.GoAsync(Start);

        Assert.Equal(cookie, browser.Cookie(SignInCookie.Name));
        Assert.Equal(HttpStatusCode.OK, (await browser.GoAsync("/account/sessions")).Status);
    }

    [Theory]
    [InlineData("made-up")]
    [InlineData("<script>alert(1)</script>")]
    public async Task A_reason_that_does_not_exist_shows_nothing_of_it(string reason)
    {
        using var browser = host.NewBrowser();
        var page = await browser.GoAsync("/account/sign-in-failed?reason=" + Uri.EscapeDataString(reason));
        Assert.Equal(("unknown", HttpStatusCode.BadRequest), (page.Reason, page.Status));
        Assert.DoesNotContain(reason, page.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_has_its_own_code()
    {
        var reasons = Enum.GetValues<SignInFailure>();
        Assert.Equal(reasons.Length, reasons.Select(SignInRefusal.SlugOf).Distinct().Count());
        Assert.All(reasons, reason => Assert.Equal(reason, SignInRefusal.ReasonOf(SignInRefusal.SlugOf(reason))));
    }
}
