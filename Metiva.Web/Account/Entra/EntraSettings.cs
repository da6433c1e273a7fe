using System.Security.Cryptography.X509Certificates;

namespace Metiva.Web.Identity.Entra;

/// <summary>The section <c>AzureAd</c>, with the key names that Microsoft's own packages use.</summary>
internal sealed class EntraSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "AzureAd";

    private static readonly string[] ManyTenants = ["common", "organizations", "consumers"];

    /// <summary>The cloud's sign-in address, e.g. <c>https://login.microsoftonline.com/</c>.</summary>
    public string? Instance { get; set; }

    /// <summary>The directory, by id or domain. One directory: a shared endpoint is refused.</summary>
    public string? TenantId { get; set; }

    /// <summary>The application's id.</summary>
    public string? ClientId { get; set; }

    /// <summary>The shared secret; or use <see cref="ClientCertificates"/>.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Certificates to prove who we are with; the first is used.</summary>
    public IList<ClientCertificate> ClientCertificates { get; } = [];

    /// <summary>Where the issuer sends the browser back to.</summary>
    public string CallbackPath { get; set; } = "/account/callback";

    /// <summary>The claim that names the company.</summary>
    public string CompanyClaim { get; set; } = "company_id";

    /// <summary>How often an unknown key may make us read the published keys again.</summary>
    public TimeSpan KeyRefreshInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What is missing or cannot be used, each with the setting's full name.</summary>
    public IReadOnlyList<string> Problems(bool development)
    {
        var problems = new List<string>();
        Require(problems, nameof(Instance), Instance);
        Require(problems, nameof(TenantId), TenantId);
        Require(problems, nameof(ClientId), ClientId);
        if (string.IsNullOrWhiteSpace(ClientSecret) && ClientCertificates.Count == 0)
        {
            problems.Add($"{Section}:{nameof(ClientSecret)} or {Section}:{nameof(ClientCertificates)} is missing");
        }

        if (ClientCertificates is [{ CertificateDiskPath: null or "" }, ..])
        {
            problems.Add($"{Section}:{nameof(ClientCertificates)}:0:{nameof(ClientCertificate.CertificateDiskPath)} is missing");
        }

        if (ManyTenants.Contains(TenantId, StringComparer.OrdinalIgnoreCase))
        {
            problems.Add($"{Section}:{nameof(TenantId)} must name one directory, not '{TenantId}'");
        }

        if (!string.IsNullOrWhiteSpace(Instance) && !IsUsable(Instance, development))
        {
            problems.Add($"{Section}:{nameof(Instance)} must be an https address");
        }

        if (!CallbackPath.StartsWith('/'))
        {
            problems.Add($"{Section}:{nameof(CallbackPath)} must start with '/'");
        }

        Require(problems, nameof(CompanyClaim), CompanyClaim);
        return problems;
    }

    /// <summary>The registration that these settings describe.</summary>
    /// <exception cref="InvalidOperationException">Something is missing; the message names each of it.</exception>
    public EntraRegistration ToRegistration(bool development)
    {
        var problems = Problems(development);
        if (problems.Count > 0)
        {
            throw new InvalidOperationException(
                "Nobody could sign in, so Metiva does not start. " + string.Join("; ", problems) + ". See README, 'Sign-in with Entra ID'."
            );
        }

        var authority = $"{Instance!.TrimEnd('/')}/{TenantId}/v2.0";
        return new EntraRegistration
        {
            Authority = () => authority,
            ClientId = ClientId!,
            ClientSecret = ClientCertificates.Count == 0 ? ClientSecret : null,
            ClientCertificate = ClientCertificates.Count == 0 ? null : ClientCertificates[0].Load(),
            TenantId = Guid.TryParse(TenantId, out var tenant) ? tenant : null,
            CompanyClaim = CompanyClaim,
            CallbackPath = CallbackPath,
            KeyRefreshInterval = KeyRefreshInterval,
            AllowsHttp = development,
        };
    }

    private static void Require(List<string> problems, string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            problems.Add($"{Section}:{name} is missing");
        }
    }

    private static bool IsUsable(string instance, bool development) =>
        Uri.TryCreate(instance, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (development && address is { Scheme: "http", IsLoopback: true }));
}

/// <summary>A certificate file with its private key.</summary>
internal sealed class ClientCertificate
{
    /// <summary>The file, in PKCS#12 form.</summary>
    public string? CertificateDiskPath { get; set; }

    /// <summary>Its password.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>Reads it.</summary>
    public X509Certificate2 Load() => X509CertificateLoader.LoadPkcs12FromFile(CertificateDiskPath!, CertificatePassword);
}
