using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Metiva.Tenancy.Credentials.Local;

/// <summary>
/// Bytes under AES-256-GCM with a fresh nonce. What they are for is bound in as associated data, so they open in that place only.
/// </summary>
/// <param name="Version">Which version of the key sealed it.</param>
/// <param name="Key">The id of the key that sealed it.</param>
/// <param name="Nonce">Used once.</param>
/// <param name="Cipher">The sealed bytes.</param>
/// <param name="Tag">Proves that nobody changed them.</param>
internal sealed record Sealed(int Version, string Key, byte[] Nonce, byte[] Cipher, byte[] Tag)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    internal static Sealed Seal(ReadOnlySpan<byte> key, int version, string keyId, ReadOnlySpan<byte> content, params string[] purpose)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceSize);
        var cipher = new byte[content.Length];
        var tag = new byte[TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, content, cipher, tag, Purpose(version, keyId, purpose));
        return new Sealed(version, keyId, nonce, cipher, tag);
    }

    /// <exception cref="CryptographicException">Another key, another purpose, or changed bytes.</exception>
    internal byte[] Open(ReadOnlySpan<byte> key, params string[] purpose)
    {
        if (Nonce is not { Length: NonceSize } || Tag is not { Length: TagSize } || Cipher is null)
        {
            throw new CryptographicException("These are not sealed bytes.");
        }

        var content = new byte[Cipher.Length];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(Nonce, Cipher, Tag, content, Purpose(Version, Key, purpose));
        return content;
    }

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <exception cref="CryptographicException">They were not made by <see cref="ToBytes"/>.</exception>
    internal static Sealed From(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Sealed>(bytes, JsonSerializerOptions.Web) is { Key: not null } box
                ? box
                : throw new CryptographicException("These are not sealed bytes.");
        }
        catch (JsonException exception)
        {
            throw new CryptographicException("These are not sealed bytes.", exception);
        }
    }

    // No part holds a line break, so two different purposes never read the same.
    private static byte[] Purpose(int version, string keyId, string[] purpose) =>
        Encoding.UTF8.GetBytes(string.Join('\n', ["metiva vault", .. purpose, FormattableString.Invariant($"{version}"), keyId]));
}
