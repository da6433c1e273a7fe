using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Metiva.Domain.Companies;

namespace Metiva.Tenancy.Files;

/// <summary>
/// What is derived from a company's file key: one key for the names on disk and one that wraps the key of each file. A name is made
/// with a key because a bare hash would tell whoever sees the directory that a company has a document which they have as well.
/// </summary>
/// <remarks>
/// A file begins with: <c>MTVF</c>, the version, the length of the plain content (8 bytes), nonce (12), wrapped key (32), tag (16).
/// The wrap proves all of it, and for which company and under which name.
/// </remarks>
internal sealed class CompanyFileKeys : IDisposable
{
    internal const int Size = 32;
    internal const int HeaderSize = StartSize + NonceSize + Size + TagSize;
    private const int StartSize = 4 + 1 + sizeof(long);
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const byte Version = 1;
    private readonly byte[] naming = new byte[Size];
    private readonly byte[] wrapping = new byte[Size];
    private bool gone;

    /// <exception cref="ArgumentException">The key does not have 32 bytes.</exception>
    internal CompanyFileKeys(ReadOnlySpan<byte> key, CompanyId company)
    {
        if (key.Length != Size)
        {
            throw new ArgumentException("A company's file key has 32 bytes.", nameof(key));
        }

        Company = company;
        Derive(key, "names", naming);
        Derive(key, "keys", wrapping);
    }

    internal CompanyId Company { get; }

    private static ReadOnlySpan<byte> Magic => "MTVF"u8;

    public void Dispose()
    {
        gone = true;
        CryptographicOperations.ZeroMemory(naming);
        CryptographicOperations.ZeroMemory(wrapping);
    }

    /// <summary>The name on disk of what has this hash.</summary>
    /// <exception cref="ArgumentException">It is not 64 lower-case hexadecimal digits.</exception>
    internal string NameOf(string hash)
    {
        ObjectDisposedException.ThrowIf(gone, this);
        if (hash is not { Length: 2 * SHA256.HashSizeInBytes } || !hash.All(char.IsAsciiHexDigitLower))
        {
            throw new ArgumentException("A hash is 64 lower-case hexadecimal digits.", nameof(hash));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(naming, Convert.FromHexString(hash)));
    }

    /// <summary>What a file begins with.</summary>
    internal byte[] Wrap(ReadOnlySpan<byte> fileKey, string name, long length)
    {
        ObjectDisposedException.ThrowIf(gone, this);
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        header[Magic.Length] = Version;
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(Magic.Length + 1), length);
        var nonce = header.AsSpan(StartSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(wrapping, TagSize);
        aes.Encrypt(nonce, fileKey, header.AsSpan(StartSize + NonceSize, Size), header.AsSpan(^TagSize..), Bound(header, name));
        return header;
    }

    /// <summary>The key and the length of the file that begins with this.</summary>
    /// <exception cref="CryptographicException">It was changed, or is another file's, another company's or another version's.</exception>
    internal (byte[] Key, long Length) Unwrap(ReadOnlySpan<byte> header, string name)
    {
        ObjectDisposedException.ThrowIf(gone, this);
        if (header.Length != HeaderSize || !header.StartsWith(Magic) || header[Magic.Length] != Version)
        {
            throw new CryptographicException("This is no stored file of a known version.");
        }

        var key = new byte[Size];
        using var aes = new AesGcm(wrapping, TagSize);
        aes.Decrypt(
            header.Slice(StartSize, NonceSize),
            header.Slice(StartSize + NonceSize, Size),
            header[^TagSize..],
            key,
            Bound(header, name)
        );
        return (key, BinaryPrimitives.ReadInt64BigEndian(header[(Magic.Length + 1)..]));
    }

    private byte[] Bound(ReadOnlySpan<byte> header, string name) =>
        [.. header[..StartSize], .. Company.Value.ToByteArray(bigEndian: true), .. Encoding.ASCII.GetBytes(name)];

    private void Derive(ReadOnlySpan<byte> key, string purpose, Span<byte> into) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, into, [], Encoding.UTF8.GetBytes($"metiva files\n{purpose}\n{Company}"));
}
