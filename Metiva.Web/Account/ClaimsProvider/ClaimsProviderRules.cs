namespace Metiva.Web.Identity.ClaimsProvider;

/// <summary>Who may ask the claims provider, and for which application.</summary>
/// <param name="Audience">The application that the caller's token must be made for.</param>
/// <param name="ExtensionId">The custom authentication extension; null when it is not configured.</param>
/// <param name="ClientAppId">The application that the person signs in to.</param>
internal sealed record ClaimsProviderRules(string Audience, string? ExtensionId, string ClientAppId)
{
    /// <summary>The application id under which Entra ID itself calls custom authentication extensions.</summary>
    public const string EntraCaller = "99045fe1-7639-4a75-9d4a-577b6ca3810f";

    /// <summary>Reads <c>AzureAd:ClaimsProvider</c>.</summary>
    public static ClaimsProviderRules From(IConfigurationSection azureAd, string clientId)
    {
        var section = azureAd.GetSection("ClaimsProvider");
        return new ClaimsProviderRules(section["Audience"] ?? clientId, section["ExtensionId"], section["ClientAppId"] ?? clientId);
    }
}
