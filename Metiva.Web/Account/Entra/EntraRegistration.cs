using System.Security.Cryptography.X509Certificates;

namespace Metiva.Web.Identity.Entra;

/// <summary>This application as the issuer knows it: where the issuer is, and who we are there.</summary>
internal sealed class EntraRegistration
{
    /// <summary>The issuer's address without a slash at the end; asked only once the server listens.</summary>
    public required Func<string> Authority { get; init; }

    /// <summary>The application's id there.</summary>
    public required string ClientId { get; init; }

    /// <summary>The shared secret; null when a certificate proves who we are.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The certificate with its private key; null when a secret is used.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The directory that tokens must come from; null when the setting names it by its domain.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>The name of the company claim.</summary>
    public required string CompanyClaim { get; init; }

    /// <summary>Where the issuer sends the browser back to.</summary>
    public required string CallbackPath { get; init; }

    /// <summary>How often an unknown key may make us read the published keys again.</summary>
    public TimeSpan KeyRefreshInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the issuer is the one embedded in this process.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>Whether the issuer may be reached without TLS: only on this machine, only in Development.</summary>
    public bool AllowsHttp { get; init; }
}
