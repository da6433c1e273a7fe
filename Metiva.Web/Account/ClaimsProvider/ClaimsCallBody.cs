using System.Text.Json;

namespace Metiva.Web.Identity.ClaimsProvider;

/// <summary>What of a token-issuance-start call counts here.</summary>
internal sealed record ClaimsCallBody(string? Type, string? TenantId, string? ExtensionId, string? ClientAppId, string? UserId)
{
    /// <summary>Reads it; what is missing or of another type is null.</summary>
    public static ClaimsCallBody? Read(JsonDocument? document)
    {
        using (document)
        {
            return document is null
                ? null
                : new ClaimsCallBody(
                    Text(document.RootElement, "type"),
                    Text(document.RootElement, "data", "tenantId"),
                    Text(document.RootElement, "data", "customAuthenticationExtensionId"),
                    Text(document.RootElement, "data", "authenticationContext", "clientServicePrincipal", "appId"),
                    Text(document.RootElement, "data", "authenticationContext", "user", "id")
                );
        }
    }

    private static string? Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }
}
