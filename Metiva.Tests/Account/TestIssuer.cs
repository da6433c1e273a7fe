using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metiva.Tests.Identity;

/// <summary>
/// A tiny OpenID provider on a real socket that says yes to everybody, and gives whatever token the test tells it to: the good
/// one of the hour, or a broken one.
/// </summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string ClientId = "6a0c2ad8-8f0e-4a36-9a0d-1b1f3e6f0c11";
    public const string ClientSecret = "only for this test run";
    public const string ObjectId = "0f4b2c1e-7d0a-4d4c-8a57-52f7d1a2b3c4";
    public const string CompanyId = "c0ffee00-1111-4222-8333-444455556666";
    public static readonly Guid TenantId = Guid.Parse("b7d9f1a3-2c4e-4f60-8a12-9b8c7d6e5f40");

    private readonly WebApplication app;
    private readonly Dictionary<string, IQueryCollection> codes = new(StringComparer.Ordinal);

    private TestIssuer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.UseRouting();
        var path = $"/{TenantId}/v2.0";
        app.MapGet(path + "/.well-known/openid-configuration", () => Json(Discovery()));
        app.MapGet(path + "/keys", () => Json(new JsonObject { ["keys"] = new JsonArray([.. Published.Select(key => key.Published())]) }));
        app.MapGet(path + "/authorize", Authorize);
        app.MapPost(path + "/token", TokenAsync);
        app.UseEndpoints(_ => { });
    }

    /// <summary>The settings that make the host use this issuer.</summary>
    public string[] Settings =>
        [
            $"--AzureAd:Instance={Address}",
            $"--AzureAd:TenantId={TenantId}",
            $"--AzureAd:ClientId={ClientId}",
            $"--AzureAd:ClientSecret={ClientSecret}",
            "--AzureAd:KeyRefreshInterval=00:00:01",
            "--Development:DemoData=false",
        ];

    public string Address => app.Urls.First();

    public string Issuer => $"{Address}/{TenantId}/v2.0";

    /// <summary>The key of the hour.</summary>
    public ForgeKey Key { get; private set; } = new("key-1");

    /// <summary>A second key that is published as well.</summary>
    public ForgeKey OtherKey { get; } = new("key-2");

    /// <summary>What the keys document shows.</summary>
    public List<ForgeKey> Published { get; } = [];

    /// <summary>Makes the token for a payload that is all right. Tests put a broken one here.</summary>
    public Func<JsonObject, string> Make { get; set; } = _ => "";

    /// <summary>Answers an authorization request with this error instead of a code, when it returns one.</summary>
    public Func<IQueryCollection, string?> ErrorFor { get; set; } = _ => null;

    /// <summary>The token endpoint's answer instead of tokens.</summary>
    public Func<IResult>? TokenAnswer { get; set; }

    /// <summary>The authorization requests, oldest first.</summary>
    public List<IQueryCollection> Asked { get; } = [];

    /// <summary>The token requests, oldest first.</summary>
    public List<IFormCollection> Redeemed { get; } = [];

    public static async Task<TestIssuer> StartAsync()
    {
        var issuer = new TestIssuer();
        issuer.Reset();
        await issuer.app.StartAsync();
        return issuer;
    }

    /// <summary>Back to an issuer that does everything right.</summary>
    public void Reset()
    {
        Published.Clear();
        Published.AddRange([Key, OtherKey]);
        Make = payload => TokenForge.Sign(payload, Key);
        ErrorFor = _ => null;
        TokenAnswer = null;
        Asked.Clear();
        Redeemed.Clear();
    }

    /// <summary>A new key takes the old one's place, in the document too. Returns the old one.</summary>
    public ForgeKey RollOver(string keyId)
    {
        var old = Key;
        Published.Remove(old);
        Key = new ForgeKey(keyId);
        Published.Add(Key);
        return old;
    }

    /// <summary>A payload that is all right.</summary>
    public JsonObject Payload(string nonce)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["ver"] = "2.0",
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["sub"] = "pairwise-subject",
            ["tid"] = TenantId.ToString(),
            ["oid"] = ObjectId,
            ["name"] = "Maartje Postma",
            ["preferred_username"] = "maartje@klant.example",
            ["sid"] = "issuer-session-1",
            ["nonce"] = nonce,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 3600,
            ["auth_time"] = now,
            ["company_id"] = CompanyId,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Key.Dispose();
        OtherKey.Dispose();
    }

    private static IResult Json(JsonObject value) => Results.Content(value.ToJsonString(), "application/json");

    private JsonObject Discovery() =>
        new()
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["end_session_endpoint"] = Issuer + "/logout",
            ["jwks_uri"] = Issuer + "/keys",
        };

    private IResult Authorize(HttpRequest request)
    {
        Asked.Add(request.Query);
        var answer = new Dictionary<string, string?>(StringComparer.Ordinal) { ["state"] = request.Query["state"] };
        if (ErrorFor(request.Query) is { } error)
        {
            answer["error"] = error;
        }
        else
        {
            var code = Guid.NewGuid().ToString("N");
            codes[code] = request.Query;
            answer["code"] = code;
        }

        return Results.Redirect(QueryHelpers.AddQueryString(request.Query["redirect_uri"].ToString(), answer));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        Redeemed.Add(form);
        if (TokenAnswer is { } answer)
        {
            return answer();
        }

        if (!codes.Remove(form["code"].ToString(), out var asked))
        {
            return Results.Content("""{"error":"invalid_grant"}""", "application/json", statusCode: StatusCodes.Status400BadRequest);
        }

        return Json(
            new JsonObject
            {
                ["token_type"] = "Bearer",
                ["access_token"] = "opaque",
                ["id_token"] = Make(Payload(asked["nonce"].ToString())),
            }
        );
    }
}
