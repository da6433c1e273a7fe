using System.Net;
using Metiva.Tenancy.Binding;
using Metiva.Web.Identity.Entra;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>
/// Tokens that are right in every way but one. Each is refused with a reason of its own in the log, a page that names it, and
/// without a cookie.
/// </summary>
public sealed class BadTokenTests(TestIssuerServer host) : IClassFixture<TestIssuerServer>
{
    public static TheoryData<string> Names => [.. BadTokens.Corpus.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_refused(string name)
    {
        var (make, reason) = BadTokens.Corpus[name];
        using var browser = host.NewBrowser();
        host.Issuer.Make = good => make(host.Issuer, good);
        var before = host.Server.Log.Lines.Count;

        var page = await browser.GoAsync("/account/sign-in/start");

        var failure = Enum.Parse<SignInFailure>(reason);
        Assert.Equal((SignInRefusal.SlugOf(failure), SignInRefusal.StatusOf(failure)), (page.Reason, (int)page.Status));
        Assert.Contains(page.Document.QuerySelectorAll("a"), link => link.GetAttribute("href") == "/account/sign-in/start");
        Assert.False(TestIssuerServer.GotCookie(browser));
        Assert.Single(host.LogSince(before), line => line.Contains($"A sign-in was refused: {reason}.", StringComparison.Ordinal));
        Assert.DoesNotContain(host.LogSince(before), line => line.Contains("eyJ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_token_without_a_fault_is_accepted()
    {
        using var browser = host.NewBrowser();
        await browser.GoAsync("/account/sign-in/start");
        Assert.True(TestIssuerServer.GotCookie(browser));
    }

    [Theory]
    [InlineData("nbf")]
    [InlineData("auth_time")]
    [InlineData("sid")]
    [InlineData("name")]
    [InlineData("tid")]
    [InlineData("oid")]
    public async Task A_claim_that_a_provider_may_leave_out_may_be_missing(string name)
    {
        using var browser = host.NewBrowser();
        host.Issuer.Make = good =>
        {
            good.Remove(name);
            return TokenForge.Sign(good, host.Issuer.Key);
        };
        var page = await browser.GoAsync("/account/sign-in/start");
        Assert.Null(page.Reason);
        Assert.True(TestIssuerServer.GotCookie(browser));
    }

    [Fact]
    public async Task Without_a_company_the_person_is_led_to_the_choice()
    {
        using var browser = host.NewBrowser();
        host.Issuer.Make = good =>
        {
            good.Remove("company_id");
            return TokenForge.Sign(good, host.Issuer.Key);
        };

        var page = await browser.GoAsync("/account/sign-in/start");

        Assert.True(TestIssuerServer.GotCookie(browser));
        Assert.Equal((HttpStatusCode.OK, "/account/company"), (page.Status, page.Address.AbsolutePath));

        // And no page of a company opens meanwhile.
        var counters = host.Server.Services.GetRequiredService<BindingCounters>();
        var (counted, logged) = (counters.Of(BindingOutcome.ClaimMissing), host.Server.Log.Lines.Count);
        var refused = await browser.GoAsync("/workspace/invoices");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal("ClaimMissing", refused.Document.QuerySelector("[data-refusal]")?.GetAttribute("data-refusal"));
        Assert.Equal(counted + 1, counters.Of(BindingOutcome.ClaimMissing));
        Assert.Single(host.LogSince(logged), line => line.Contains(nameof(BindingOutcome.ClaimMissing), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_reason_that_a_token_can_have_is_in_the_corpus()
    {
        SignInFailure[] notOfTokens =
        [
            SignInFailure.StateInvalid,
            SignInFailure.AccessDenied,
            SignInFailure.IssuerError,
            SignInFailure.IssuerUnreachable,
            SignInFailure.CodeRefused,
            SignInFailure.TokenMissing,
            SignInFailure.NotFresh,
            SignInFailure.ChoiceDiffers,
            SignInFailure.ChoiceExpired,
            SignInFailure.OtherPerson,
            SignInFailure.ControlPlaneUnavailable,
            SignInFailure.TooManySignIns,
            SignInFailure.Unexpected,
        ];
        var tried = BadTokens.Corpus.Values.Select(entry => Enum.Parse<SignInFailure>(entry.Reason)).Concat(notOfTokens).Distinct();
        Assert.Empty(Enum.GetValues<SignInFailure>().Except(tried));
    }
}
