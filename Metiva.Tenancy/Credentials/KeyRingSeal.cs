using System.Security.Cryptography;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials.Local;

namespace Metiva.Tenancy.Credentials;

/// <summary>Seals the host's own key ring with a key that lies in the vault. Whoever uses it never sees that key.</summary>
public sealed class KeyRingSeal(ICredentialVault vault, ControlPlaneDatabase controlPlane)
{
    private const int KeySize = 32;
    private const int Version = 1;

    /// <summary>Makes the key when there is none, once for all nodes of the installation.</summary>
    /// <exception cref="VaultUnavailableException">The vault does not answer.</exception>
    public Task EnsureAsync(CancellationToken cancellationToken) =>
        SharedSecret.EnsureAsync(
            vault,
            controlPlane,
            SecretName.KeyRing,
            static () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)),
            cancellationToken
        );

    /// <summary>Seals bytes.</summary>
    /// <exception cref="VaultUnavailableException">The key cannot be had.</exception>
    public async Task<byte[]> SealAsync(byte[] content, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(cancellationToken);
        try
        {
            return Sealed.Seal(key, Version, SecretName.KeyRing.Text, content, "key ring").ToBytes();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Opens what was sealed.</summary>
    /// <exception cref="VaultUnavailableException">The key cannot be had.</exception>
    /// <exception cref="CryptographicException">It was changed, or sealed with another key.</exception>
    public async Task<byte[]> OpenAsync(byte[] content, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(cancellationToken);
        try
        {
            return Sealed.From(content).Open(key, "key ring");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private async Task<byte[]> KeyAsync(CancellationToken cancellationToken) =>
        Convert.FromBase64String(
            await vault.ReadAsync(SecretName.KeyRing, cancellationToken)
                ?? throw new VaultUnavailableException("The key of the host's key ring is not in the vault.")
        );
}
