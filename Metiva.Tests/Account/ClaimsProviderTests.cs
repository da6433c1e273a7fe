using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Metiva.Web.Identity.ClaimsProvider;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>What Entra ID gets when it asks which company to put into a token, and what everybody else gets.</summary>
public sealed class ClaimsProviderTests(ClaimsProviderServer host) : IClassFixture<ClaimsProviderServer>
{
    [Fact]
    public async Task A_member_of_one_company_is_bound_to_it()
    {
        var (status, claims) = await AskAsync(ClaimsProviderServer.InOne);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["company_status", "company_id"], claims!.Select(claim => claim.Key));
        Assert.Equal(("bound", host.A.ToString()), (Text(claims!, "company_status"), Text(claims!, "company_id")));
    }

    [Fact]
    public async Task A_member_of_several_has_to_choose()
    {
        var (_, claims) = await AskAsync(ClaimsProviderServer.InTwo);
        Assert.Equal("choose", Text(claims!, "company_status"));
        Assert.Null(Text(claims!, "company_id"));
    }

    [Theory]
    [InlineData(ClaimsProviderServer.InNone)]
    [InlineData("99999999-0000-4000-8000-000000000009")]
    public async Task Whoever_is_member_of_nothing_still_gets_an_answer(string objectId)
    {
        var (status, claims) = await AskAsync(objectId);
        Assert.Equal((HttpStatusCode.OK, "none"), (status, Text(claims!, "company_status")));
        Assert.Single(claims!);
    }

    [Fact]
    public async Task The_answer_has_the_shape_that_Entra_wants()
    {
        using var response = await SendAsync(Bearer(), Body(ClaimsProviderServer.InOne));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["data"]!;
        Assert.Equal("microsoft.graph.onTokenIssuanceStartResponseData", answer["@odata.type"]!.GetValue<string>());
        var action = Assert.Single(answer["actions"]!.AsArray())!;
        Assert.Equal("microsoft.graph.tokenIssuanceStart.provideClaimsForToken", action["@odata.type"]!.GetValue<string>());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Without_a_token_nobody_is_answered()
    {
        using var response = await SendAsync(null, Body(ClaimsProviderServer.InOne));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("azp", "6a0c2ad8-8f0e-4a36-9a0d-1b1f3e6f0c11", HttpStatusCode.Forbidden)]
    [InlineData("azp", "", HttpStatusCode.Forbidden)]
    [InlineData("tid", "11111111-2222-4333-8444-555566667777", HttpStatusCode.Forbidden)]
    [InlineData("ver", "1.0", HttpStatusCode.Forbidden)]
    [InlineData("aud", TestIssuer.ClientId, HttpStatusCode.Unauthorized)]
    [InlineData("iss", "https://evil.example/v2.0", HttpStatusCode.Unauthorized)]
    public async Task A_caller_with_a_wrong_claim_is_refused(string claim, string value, HttpStatusCode status)
    {
        using var response = await SendAsync(Bearer(token => token[claim] = value), Body(ClaimsProviderServer.InOne));
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task An_old_token_is_refused()
    {
        using var response = await SendAsync(Bearer(token => token["exp"] = 1_000_000_000), Body(ClaimsProviderServer.InOne));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_token_of_another_key_or_without_a_signature_is_refused()
    {
        using var stranger = new ForgeKey(host.Issuer.Key.Id);
        foreach (var token in new[] { TokenForge.Sign(Claims(), stranger), TokenForge.Unsigned(Claims().ToJsonString()), "x.y.z" })
        {
            using var response = await SendAsync(token, Body(ClaimsProviderServer.InOne));
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("tenantId", HttpStatusCode.Forbidden)]
    [InlineData("customAuthenticationExtensionId", HttpStatusCode.Forbidden)]
    public async Task A_call_for_another_directory_or_extension_is_refused(string field, HttpStatusCode status)
    {
        var body = Body(ClaimsProviderServer.InOne);
        body["data"]![field] = "11111111-2222-4333-8444-555566667777";
        using var response = await SendAsync(Bearer(), body);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Without_a_known_extension_every_call_is_refused()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var unconfigured = await Support.MetivaServer.StartAsync(
            settings: [.. issuer.Settings, $"--AzureAd:ClaimsProvider:Audience={ClaimsProviderServer.Audience}"]
        );
        var claims = Claims();
        claims["iss"] = issuer.Issuer;
        using var client = unconfigured.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, ClaimsProviderEndpoint.Address)
        {
            Content = new StringContent(Body(ClaimsProviderServer.InNone).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenForge.Sign(claims, issuer.Key));
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains(unconfigured.Log.Lines, line => line.Contains("extension-unknown-here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_for_another_application_is_refused()
    {
        var body = Body(ClaimsProviderServer.InOne);
        body["data"]!["authenticationContext"]!["clientServicePrincipal"]!["appId"] = "11111111-2222-4333-8444-555566667777";
        using var response = await SendAsync(Bearer(), body);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_call_without_its_parts_is_refused()
    {
        JsonObject[] bodies =
        [
            [],
            new JsonObject { ["type"] = "something.else", ["data"] = Body(ClaimsProviderServer.InOne)["data"]!.DeepClone() },
            Body("not an id"),
        ];
        foreach (var body in bodies)
        {
            using var response = await SendAsync(Bearer(), body);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task A_body_that_is_no_call_is_refused(string body)
    {
        using var response = await SendTextAsync(Bearer(), body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task An_enormous_body_is_refused()
    {
        using var response = await SendTextAsync(Bearer(), $"{{\"a\":\"{new string('x', 200_000)}\"}}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_refusal_is_logged_with_its_reason_and_without_the_token()
    {
        var before = host.Server.Log.Lines.Count;
        using var response = await SendAsync(Bearer(token => token["azp"] = "x"), Body(ClaimsProviderServer.InOne));
        var lines = host.Server.Log.Lines.Skip(before).ToList();
        Assert.Contains(lines, line => line.Contains("claims provider was refused: caller-wrong", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("eyJ", StringComparison.Ordinal));
    }

    private static string? Text(JsonObject claims, string name) => claims[name]?.GetValue<string>();

    private static JsonObject Body(string objectId) =>
        new()
        {
            ["type"] = ClaimsProviderEndpoint.EventType,
            ["source"] = $"/tenants/{TestIssuer.TenantId}/applications/{TestIssuer.ClientId}",
            ["data"] = new JsonObject
            {
                ["@odata.type"] = "microsoft.graph.onTokenIssuanceStartCalloutData",
                ["tenantId"] = TestIssuer.TenantId.ToString(),
                ["customAuthenticationExtensionId"] = ClaimsProviderServer.ExtensionId,
                ["authenticationContext"] = new JsonObject
                {
                    ["correlationId"] = Guid.NewGuid().ToString(),
                    ["clientServicePrincipal"] = new JsonObject { ["appId"] = TestIssuer.ClientId },
                    ["user"] = new JsonObject { ["id"] = objectId, ["userType"] = "Member" },
                },
            },
        };

    private JsonObject Claims()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["ver"] = "2.0",
            ["iss"] = host.Issuer.Issuer,
            ["aud"] = ClaimsProviderServer.Audience,
            ["azp"] = ClaimsProviderRules.EntraCaller,
            ["tid"] = TestIssuer.TenantId.ToString(),
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 300,
        };
    }

    private string Bearer(Action<JsonObject>? change = null)
    {
        var claims = Claims();
        change?.Invoke(claims);
        return TokenForge.Sign(claims, host.Issuer.Key);
    }

    private async Task<(HttpStatusCode Status, JsonObject? Claims)> AskAsync(string objectId)
    {
        using var response = await SendAsync(Bearer(), Body(objectId));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, answer?["data"]?["actions"]?[0]?["claims"]?.AsObject());
    }

    private Task<HttpResponseMessage> SendAsync(string? bearer, JsonObject body) => SendTextAsync(bearer, body.ToJsonString());

    private async Task<HttpResponseMessage> SendTextAsync(string? bearer, string body)
    {
        using var client = host.Server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, ClaimsProviderEndpoint.Address)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        return await client.SendAsync(request);
    }
}
