using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Metiva.Tenancy.Memberships;

/// <summary>The secret of an invitation: 256 random bits. Only its hash is kept.</summary>
internal static class InvitationSecret
{
    private const int Bytes = 32;
    private const int Length = 43;

    internal static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The stored form; null for what cannot be a secret.</summary>
    internal static string? Hash(string? secret) =>
        secret is { Length: Length } && Base64Url.IsValid(secret)
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)))
            : null;
}
