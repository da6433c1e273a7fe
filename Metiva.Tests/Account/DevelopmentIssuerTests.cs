using System.Net;
using System.Net.Http.Headers;
using Metiva.Web.Identity.DevelopmentIssuer;
using Metiva.Web.Identity.Entra;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>The embedded issuer by itself: it has to be as strict as a real one, and to stay on this machine.</summary>
public sealed class DevelopmentIssuerTests(DemoServer host) : IClassFixture<DemoServer>
{
    internal static readonly string Issuer = Metiva.Web.Development.DemoPeople.Issuer;
    private const string Verifier = "a-verifier-of-this-test-that-is-long-enough-for-the-rule";
    private static readonly string Path = new Uri(Issuer).AbsolutePath;

    [Theory]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("192.168.1.10", HttpStatusCode.Forbidden)]
    [InlineData("notlocalhost", HttpStatusCode.Forbidden)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("metiva.localhost:5080", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:5080", HttpStatusCode.OK)]
    public async Task It_answers_to_names_of_this_machine_only(string name, HttpStatusCode status)
    {
        using var client = host.Server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, Path + "/.well-known/openid-configuration");
        request.Headers.Host = name;
        using var response = await client.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.168.1.10", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData(null, false)]
    public void It_answers_to_this_machine_only(string? remote, bool allowed) =>
        Assert.Equal(allowed, OnlyThisMachine.Allows(remote is null ? null : IPAddress.Parse(remote), "localhost"));

    [Fact]
    public async Task It_names_the_same_issuer_on_every_port()
    {
        using var client = host.Server.Client();
        var document = await client.GetStringAsync(Path + "/.well-known/openid-configuration");
        Assert.Contains($"\"issuer\":\"{Issuer}\"", document, StringComparison.Ordinal);
        Assert.DoesNotContain($":{host.Server.Address.Port}", Issuer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_id", "another")]
    [InlineData("redirect_uri", "https://evil.example/account/callback")]
    [InlineData("redirect_uri", "")]
    public async Task An_answer_is_never_sent_to_an_unknown_address(string parameter, string value)
    {
        using var browser = host.NewBrowser();
        var step = await browser.OnceAsync(Address((parameter, value)));
        Assert.Equal((HttpStatusCode.BadRequest, null), (step.Status, step.Location));
    }

    [Theory]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("scope", "profile", "invalid_scope")]
    [InlineData("nonce", "", "invalid_request")]
    [InlineData("code_challenge", "", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("prompt", "none", "login_required")]
    public async Task A_wrong_request_is_answered_with_its_error(string parameter, string value, string error)
    {
        using var browser = host.NewBrowser();
        var step = await browser.OnceAsync(Address((parameter, value)));
        var answer = QueryHelpers.ParseQuery(step.Location!.Query);
        Assert.Equal((error, "the state"), (answer["error"].ToString(), answer["state"].ToString()));
    }

    [Fact]
    public async Task A_cancelled_sign_in_is_explained()
    {
        using var browser = host.NewBrowser();
        var page = await browser.ClickAsync(await browser.GoAsync("/account/sign-in/start"), "button[value=cancel]");
        Assert.Equal("access-denied", page.Reason);
    }

    [Fact]
    public async Task Somebody_who_is_not_in_the_list_can_sign_in_and_is_the_same_person_again()
    {
        using var browser = host.NewBrowser();
        for (var visit = 0; visit < 2; visit++)
        {
            var pick = await browser.GoAsync("/account/sign-in/start");
            var page = await browser.ClickAsync(pick, "button[value=guest]", ("name", "Gast"), ("email", "gast@elders.example"));
            Assert.Equal("/account/company", page.Address.AbsolutePath);
        }

        var people = await host
            .Server.Services.GetRequiredService<Metiva.Tenancy.ControlPlane.ControlPlaneDatabase>()
            .ReadAsync((control, _) => Task.FromResult(control.People.Count(row => row.Name == "Gast")), CancellationToken.None);
        Assert.Equal(1, people);
    }

    [Fact]
    public async Task A_code_gives_a_token_in_Entras_shape_once()
    {
        var code = await CodeAsync();
        using var first = await RedeemAsync(code);
        var answer = System.Text.Json.Nodes.JsonNode.Parse(await first.Content.ReadAsStringAsync())!;
        var token = RawToken.Read(answer["id_token"]!.GetValue<string>(), "company_id").Value;

        var person = DemoServer.Person("Pieter van Aalst");
        Assert.Equal(("RS256", "2.0", Issuer), (token.Algorithm, token.Text("ver"), token.Text("iss")));
        Assert.Equal((person.Oid.ToString(), person.Name, person.Email), (token.Text("oid"), token.Text("name"), token.Text("email")));
        Assert.Equal(("the nonce", "bound"), (token.Text("nonce"), token.Text("company_status")));
        Assert.Equal(person.Memberships.Single().Company.Id.ToString(), token.Text("company_id"));
        Assert.NotEqual(token.Text("oid"), token.Text("sub"));
        Assert.All(new[] { "exp", "iat", "nbf", "auth_time" }, name => Assert.NotNull(token.Moment(name)));
        Assert.All(new[] { "sid", "tid", "preferred_username", "aud" }, name => Assert.NotNull(token.Text(name)));

        using var second = await RedeemAsync(code);
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
    }

    [Theory]
    [InlineData("code_verifier", "another-verifier-that-is-long-enough-for-the-rule-too")]
    [InlineData("redirect_uri", "https://evil.example/")]
    [InlineData("client_secret", "guessed")]
    [InlineData("client_id", "another")]
    [InlineData("grant_type", "password")]
    [InlineData("code", "guessed")]
    public async Task A_wrong_redemption_gives_nothing(string field, string value)
    {
        using var response = await RedeemAsync(await CodeAsync(), (field, value));
        Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized);
        Assert.DoesNotContain("id_token", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_verifier_burns_the_code()
    {
        var code = await CodeAsync();
        using var wrong = await RedeemAsync(code, ("code_verifier", "x"));
        using var right = await RedeemAsync(code);
        Assert.Equal(HttpStatusCode.BadRequest, right.StatusCode);
    }

    private IssuerClient Client => host.Server.Services.GetRequiredService<IssuerClient>();

    private string Callback => new Uri(host.Server.Address, "/account/callback").ToString();

    private string Address(params (string Name, string Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = Client.Id,
            ["redirect_uri"] = Callback,
            ["response_type"] = "code",
            ["scope"] = "openid profile",
            ["state"] = "the state",
            ["nonce"] = "the nonce",
            ["code_challenge"] = WebEncoders.Base64UrlEncode(
                System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier))
            ),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return QueryHelpers.AddQueryString(Path + "/oauth2/v2.0/authorize", parameters);
    }

    // Posted by hand, so that the host's own callback does not take the code.
    private async Task<string> CodeAsync()
    {
        using var client = host.Server.Client();
        var fields = QueryHelpers
            .ParseQuery(new Uri(host.Server.Address, Address()).Query)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()))
            .Append(KeyValuePair.Create("person", DemoServer.Person("Pieter van Aalst").Oid.ToString()));
        using var response = await client.PostAsync(Path + "/oauth2/v2.0/authorize", new FormUrlEncodedContent(fields));
        return QueryHelpers.ParseQuery(response.Headers.Location!.Query)["code"].ToString();
    }

    private async Task<HttpResponseMessage> RedeemAsync(string code, params (string Name, string Value)[] changes)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = Client.Id,
            ["client_secret"] = Client.Secret,
            ["redirect_uri"] = Callback,
            ["code"] = code,
            ["code_verifier"] = Verifier,
        };
        foreach (var (name, value) in changes)
        {
            fields[name] = value;
        }

        using var client = host.Server.Client();
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return await client.PostAsync(Path + "/oauth2/v2.0/token", new FormUrlEncodedContent(fields));
    }
}
