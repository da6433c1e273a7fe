using System.Security.Cryptography;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>This application as the development issuer knows it; new at each start and never written down.</summary>
internal sealed class IssuerClient
{
    public string Id { get; } = Guid.NewGuid().ToString();

    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The id of the "custom authentication extension" that calls the claims provider.</summary>
    public string ExtensionId { get; } = Guid.NewGuid().ToString();

    public bool IsProvenBy(string? id, string? secret) =>
        id == Id
        && secret is not null
        && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(secret), System.Text.Encoding.UTF8.GetBytes(Secret));
}
