using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Metiva.Tenancy.Credentials.KeyVault;

namespace Metiva.Tests.Credentials;

/// <summary>
/// Azure Key Vault as its REST reference describes it (secrets, API 7.x): the challenge, get, set, delete, recover and purge, with
/// soft delete. In the place of the network; the client in front of it is the real one.
/// </summary>
internal sealed class FakeKeyVault : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, string> secrets = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> deleted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Answers that come first, whatever is asked.</summary>
    public ConcurrentQueue<HttpStatusCode> Troubles { get; } = new();

    /// <summary>Whether this identity may purge.</summary>
    public bool MayPurge { get; set; } = true;

    /// <summary>What was asked, without what was asked for.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public ICollection<string> Names => secrets.Keys;

    public ICollection<string> DeletedNames => deleted.Keys;

    /// <summary>The vault over it.</summary>
    public KeyVaultStore Store(TokenCredential? credential = null)
    {
        var options = new SecretClientOptions { Transport = new HttpClientTransport(this) };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(2);
        return new KeyVaultStore(new SecretClient(new Uri("https://example.vault.azure.net/"), credential ?? new FixedToken(), options));
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var parts = request.RequestUri!.AbsolutePath.Trim('/').Split('/');
        if (request.Headers.Authorization is null)
        {
            var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized);
            challenge.Headers.Add(
                "WWW-Authenticate",
                "Bearer authorization=\"https://login.microsoftonline.com/b7d9f1a3-2c4e-4f60-8a12-9b8c7d6e5f40\", resource=\"https://vault.azure.net\""
            );
            return challenge;
        }

        Calls.Enqueue($"{request.Method} {parts[0]}{(parts.Length > 2 && parts[2].Length > 0 ? "/" + parts[2] : "")}");
        if (Troubles.TryDequeue(out var trouble))
        {
            return Error(trouble, "Trouble");
        }

        var name = parts[1];
        return (request.Method.Method, parts[0], parts.ElementAtOrDefault(2)) switch
        {
            ("GET", "secrets", _) => secrets.TryGetValue(name, out var value)
                ? Bundle(name, value)
                : Error(HttpStatusCode.NotFound, "SecretNotFound"),
            ("PUT", "secrets", _) => await SetAsync(name, request.Content!, cancellationToken),
            ("DELETE", "secrets", _) => Delete(name),
            ("GET", "deletedsecrets", _) => deleted.ContainsKey(name)
                ? Bundle(name, null, deletion: true)
                : Error(HttpStatusCode.NotFound, "SecretNotFound"),
            ("POST", "deletedsecrets", "recover") => Recover(name),
            ("DELETE", "deletedsecrets", _) => Purge(name),
            _ => Error(HttpStatusCode.BadRequest, "BadParameter"),
        };
    }

    private async Task<HttpResponseMessage> SetAsync(string name, HttpContent content, CancellationToken cancellationToken)
    {
        if (deleted.ContainsKey(name))
        {
            return Error(HttpStatusCode.Conflict, "Conflict");
        }

        using var body = JsonDocument.Parse(await content.ReadAsStringAsync(cancellationToken));
        secrets[name] = body.RootElement.GetProperty("value").GetString()!;
        return Bundle(name, secrets[name]);
    }

    private HttpResponseMessage Delete(string name)
    {
        if (!secrets.TryRemove(name, out var value))
        {
            return Error(HttpStatusCode.NotFound, "SecretNotFound");
        }

        deleted[name] = value;
        return Bundle(name, null, deletion: true);
    }

    private HttpResponseMessage Recover(string name)
    {
        if (!deleted.TryRemove(name, out var value))
        {
            return Error(HttpStatusCode.NotFound, "SecretNotFound");
        }

        secrets[name] = value;
        return Bundle(name, null);
    }

    private HttpResponseMessage Purge(string name) =>
        !MayPurge ? Error(HttpStatusCode.Forbidden, "Forbidden")
        : deleted.TryRemove(name, out _) ? new HttpResponseMessage(HttpStatusCode.NoContent)
        : Error(HttpStatusCode.NotFound, "SecretNotFound");

    private static HttpResponseMessage Bundle(string name, string? value, bool deletion = false)
    {
        var id = $"https://example.vault.azure.net/secrets/{name}/4387e9f3d6e14c459867679a90fd0f79";
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = id,
            ["attributes"] = new
            {
                enabled = true,
                created = 1493938410,
                updated = 1493938410,
                recoveryLevel = "Recoverable+Purgeable",
            },
        };
        if (value is not null)
        {
            body["value"] = value;
        }

        if (deletion)
        {
            body["recoveryId"] = $"https://example.vault.azure.net/deletedsecrets/{name}";
            body["deletedDate"] = 1493938433;
            body["scheduledPurgeDate"] = 1501714433;
        }

        return Json(HttpStatusCode.OK, body);
    }

    private static HttpResponseMessage Error(HttpStatusCode status, string code) =>
        Json(status, new { error = new { code, message = "As documented." } });

    private static HttpResponseMessage Json(HttpStatusCode status, object body) =>
        new(status) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };

    private sealed class FixedToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("a token", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
