using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Metiva.Tenancy.CompanyData;

namespace Metiva.Tenancy.Auditing.Subjects;

/// <summary>
/// AES-256-GCM under a subject's key. The nonce is made from the value, so the same value of the same subject is stored once, and two
/// different ones never share a nonce. The row's id is bound in, so a value cannot be hung on somebody else.
/// </summary>
internal static class SubjectCipher
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    internal static byte[] NewKey() => RandomNumberGenerator.GetBytes(AuditSubject.KeyLength);

    internal static byte[] Encrypt(AuditSubject subject, string value)
    {
        var text = Encoding.UTF8.GetBytes(value);
        var stored = new byte[NonceLength + text.Length + TagLength];
        var nonce = stored.AsSpan(0, NonceLength);
        HMACSHA256.HashData(Derived(subject.EncryptionKey!, "nonce"), text).AsSpan(0, NonceLength).CopyTo(nonce);
        using var cipher = new AesGcm(Derived(subject.EncryptionKey!, "value"), TagLength);
        cipher.Encrypt(nonce, text, stored.AsSpan(NonceLength, text.Length), stored.AsSpan(^TagLength), subject.Id.ToByteArray());
        return stored;
    }

    /// <summary>The value.</summary>
    /// <exception cref="CryptographicException">It was not encrypted with this key for this subject, or was changed.</exception>
    internal static string Decrypt(Guid subjectId, byte[] key, byte[] stored)
    {
        if (stored.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("Shorter than any encrypted value.");
        }

        var text = new byte[stored.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(Derived(key, "value"), TagLength);
        cipher.Decrypt(
            stored.AsSpan(0, NonceLength),
            stored.AsSpan(NonceLength, text.Length),
            stored.AsSpan(^TagLength),
            text,
            subjectId.ToByteArray()
        );
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>The value, or null when it was not encrypted with this key for this subject, or was changed.</summary>
    internal static string? TryDecrypt(Guid subjectId, byte[] key, byte[] stored)
    {
        try
        {
            return Decrypt(subjectId, key, stored);
        }
        // The key's length may have been changed as well.
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    internal static string ReferenceOf(byte[] stored) => Base64Url.EncodeToString(SHA256.HashData(stored).AsSpan(0, 16));

    private static byte[] Derived(byte[] key, string purpose) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            key,
            AuditSubject.KeyLength,
            info: Encoding.ASCII.GetBytes("metiva audit subject, " + purpose)
        );
}
