using System.Xml.Linq;
using Metiva.Tenancy;
using Metiva.Tenancy.Credentials;

namespace Metiva.Web.Identity.KeyRing;

/// <summary>
/// Makes the key of the ring on a first start, and outside Development refuses to start with a ring that lies there in the clear:
/// whoever has read such a key can make anybody's sign-in cookie.
/// </summary>
internal sealed class KeyRingGuard(KeyRingSeal seal, TenancyOptions tenancy, IHostEnvironment environment) : IHostedService
{
    private static readonly XNamespace DataProtection = "http://schemas.asp.net/2015/03/dataProtection";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment())
        {
            RefuseUnprotected(KeyRingFeature.PathOf(tenancy, environment));
        }

        return seal.EnsureAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void RefuseUnprotected(string directory)
    {
        var open = !Directory.Exists(directory)
            ? []
            : Directory.GetFiles(directory, "*.xml").Where(file => !IsProtected(XDocument.Load(file))).Select(Path.GetFileName).ToList();
        if (open.Count > 0)
        {
            throw new InvalidOperationException(
                $"The key ring holds keys that are not encrypted: {string.Join(", ", open)} in '{directory}'. "
                    + "Outside Development the host does not start with them. Delete these files; everybody signs in again."
            );
        }
    }

    /// <summary>A key whose secret part is sealed by the vault, or an element without a secret, such as a revocation.</summary>
    private static bool IsProtected(XDocument document) =>
        document.Root is { } root
        && !root.DescendantsAndSelf().Any(element => element.Name.LocalName is "masterKey" or "unencryptedKey")
        && root.Descendants(DataProtection + "encryptedSecret")
            .All(secret =>
                secret.Attribute("decryptorType")?.Value.StartsWith(typeof(VaultXmlDecryptor).FullName! + ",", StringComparison.Ordinal)
                == true
            )
        && (root.Name.LocalName != "key" || root.Descendants(DataProtection + "encryptedSecret").Any());
}
