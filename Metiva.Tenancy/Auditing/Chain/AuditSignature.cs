using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Metiva.Domain.Companies;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.Auditing.Chain;

/// <summary>
/// Signs where logs were anchored, by ECDSA over P-256 and SHA-256 with a key that lies in the vault: who can write to the control plane
/// cannot make an anchor.
/// </summary>
internal sealed class AuditSignature(ICredentialVault vault, ControlPlaneDatabase controlPlane)
{
    // The public half only, with which nobody can sign; asking the vault at every look would be slow.
    private byte[]? known;

    /// <summary>Makes the key when there is none, once for all nodes of the installation.</summary>
    /// <exception cref="VaultUnavailableException">The vault does not answer.</exception>
    internal Task EnsureAsync(CancellationToken cancellationToken) =>
        SharedSecret.EnsureAsync(vault, controlPlane, SecretName.AuditSignature, NewKey, cancellationToken);

    /// <summary>Signs a head.</summary>
    /// <exception cref="VaultUnavailableException">The key cannot be had.</exception>
    internal async Task<string> SignAsync(
        CompanyId company,
        long sequence,
        string hash,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        using var key = await KeyAsync(cancellationToken);
        return Convert.ToBase64String(key.SignData(Statement(company, sequence, hash, at), HashAlgorithmName.SHA256));
    }

    /// <summary>Whether the row is as this installation wrote it.</summary>
    /// <exception cref="VaultUnavailableException">The key cannot be had.</exception>
    internal async Task<bool> IsGenuineAsync(AuditHeadRow row, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(known ??= await PublicAsync(cancellationToken), out _);
        var signature = new byte[128];
        return Convert.TryFromBase64String(row.Signature, signature, out var length)
            && key.VerifyData(
                Statement(row.CompanyId, row.Sequence, row.Hash, row.AnchoredAt),
                signature.AsSpan(0, length),
                HashAlgorithmName.SHA256
            );
    }

    private static byte[] Statement(CompanyId company, long sequence, string hash, DateTimeOffset at) =>
        Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"metiva-audit-head:{company}:{sequence}:{hash}:{at.ToUnixTimeMilliseconds()}")
        );

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    }

    private async Task<byte[]> PublicAsync(CancellationToken cancellationToken)
    {
        using var key = await KeyAsync(cancellationToken);
        return key.ExportSubjectPublicKeyInfo();
    }

    private async Task<ECDsa> KeyAsync(CancellationToken cancellationToken)
    {
        var stored =
            await vault.ReadAsync(SecretName.AuditSignature, cancellationToken)
            ?? throw new VaultUnavailableException("The key that signs where audit logs were anchored is not in the vault.");
        var key = ECDsa.Create();
        var bytes = Convert.FromBase64String(stored);
        try
        {
            key.ImportPkcs8PrivateKey(bytes, out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
