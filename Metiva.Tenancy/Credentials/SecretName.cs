using System.Security.Cryptography;
using System.Text;
using Metiva.Domain.Companies;

namespace Metiva.Tenancy.Credentials;

/// <summary>Names one secret. Made only of letters, digits and hyphens, at most 127, which every vault accepts.</summary>
public sealed record SecretName
{
    private SecretName(CompanyId? company, string text)
    {
        Company = company;
        Text = text;
    }

    /// <summary>Whose secret it is; null for the installation's own.</summary>
    public CompanyId? Company { get; }

    /// <summary>The name as vaults write it.</summary>
    public string Text { get; }

    /// <summary>The password of one of a company's two runtime logins.</summary>
    public static SecretName RuntimeLogin(CompanyId company, LoginSlot slot) =>
        new(company, $"company-{company}-login-{(slot == LoginSlot.A ? "a" : "b")}");

    /// <summary>The password of the login that owns a company's schema.</summary>
    public static SecretName MigratorLogin(CompanyId company) => new(company, $"company-{company}-migrator");

    /// <summary>The key that opens a company's files. Without it every copy of them is noise.</summary>
    public static SecretName CompanyFiles(CompanyId company) => new(company, $"company-{company}-files");

    /// <summary>Every secret that a company can have, for a vault that cannot forget a company at once.</summary>
    public static IReadOnlyList<SecretName> AllOf(CompanyId company) =>
        [RuntimeLogin(company, LoginSlot.A), RuntimeLogin(company, LoginSlot.B), MigratorLogin(company), CompanyFiles(company)];

    /// <summary>The password of the login with which the host uses the control plane.</summary>
    public static SecretName ControlPlaneLogin { get; } = new(null, "control-plane-login");

    /// <summary>The password of the login that owns the control plane's schema.</summary>
    public static SecretName ControlPlaneMigrator { get; } = new(null, "control-plane-migrator");

    /// <summary>The administrator's connection string of a server.</summary>
    /// <param name="server">The server's registered name, whatever characters it has.</param>
    public static SecretName ServerAdministrator(string server) =>
        new(null, "server-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(server)))[..32] + "-administrator");

    /// <summary>The key that encrypts the host's own key ring.</summary>
    public static SecretName KeyRing { get; } = new(null, "key-ring");

    /// <summary>The key that signs where audit logs were anchored.</summary>
    public static SecretName AuditSignature { get; } = new(null, "audit-signature");

    /// <summary>The password with which the host signs in at the mail server.</summary>
    public static SecretName MailServer { get; } = new(null, "mail-server");

    /// <summary>The key that signs the addresses that bounces go to.</summary>
    public static SecretName MailBounces { get; } = new(null, "mail-bounces");

    /// <inheritdoc/>
    public override string ToString() => Text;
}
