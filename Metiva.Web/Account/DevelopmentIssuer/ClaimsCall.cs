using System.Net.Http.Headers;
using System.Text.Json;
using Metiva.Web.Identity.ClaimsProvider;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>Asks the application which company to put into a token, as Entra ID does while it issues one.</summary>
internal sealed class ClaimsCall(OwnAddress own, IssuerKeys keys, IssuerClient client, TimeProvider time) : IDisposable
{
    // Entra ID waits as long; without an answer it issues no token.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { Timeout = Patience };

    /// <summary>The claims, or null when there was no usable answer.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> AskAsync(IssuerPerson person, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, own.Value + ClaimsProviderEndpoint.Address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Bearer());
        request.Content = JsonContent.Create(Body(person));
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return answer
                .RootElement.GetProperty("data")
                .GetProperty("actions")[0]
                .GetProperty("claims")
                .EnumerateObject()
                .ToDictionary(claim => claim.Name, claim => claim.Value.GetString()!, StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();

    private string Bearer()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return keys.Sign(
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["ver"] = "2.0",
                ["iss"] = DevelopmentIssuer.Issuer,
                ["aud"] = client.Id,
                ["azp"] = ClaimsProviderRules.EntraCaller,
                ["azpacr"] = "2",
                ["tid"] = DevelopmentIssuer.TenantId.ToString(),
                ["iat"] = now,
                ["nbf"] = now,
                ["exp"] = now + 300,
            }
        );
    }

    private Dictionary<string, object> Body(IssuerPerson person) =>
        new(StringComparer.Ordinal)
        {
            ["type"] = ClaimsProviderEndpoint.EventType,
            ["source"] = $"/tenants/{DevelopmentIssuer.TenantId}/applications/{client.Id}",
            ["data"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["@odata.type"] = "microsoft.graph.onTokenIssuanceStartCalloutData",
                ["tenantId"] = DevelopmentIssuer.TenantId,
                ["customAuthenticationExtensionId"] = client.ExtensionId,
                ["authenticationContext"] = new
                {
                    correlationId = Guid.NewGuid(),
                    protocol = "OAUTH2.0",
                    clientServicePrincipal = new { appId = client.Id, displayName = "Metiva" },
                    resourceServicePrincipal = new { appId = client.Id, displayName = "Metiva" },
                    user = new
                    {
                        id = person.ObjectId,
                        displayName = person.Name,
                        mail = person.Email,
                        userPrincipalName = person.Email,
                        userType = "Member",
                    },
                },
            },
        };
}
