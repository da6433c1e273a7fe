using System.Buffers.Binary;
using System.Security.Cryptography;
using Metiva.Domain.Companies;

namespace Metiva.Tenancy.Files;

/// <summary>
/// The chunks of one stored file, under a key that only this file has; so the place of a chunk can be its nonce. A chunk opens only for
/// its company, in its place, and as the last one only if it was the last: none can be moved, left out or added.
/// </summary>
internal sealed class ChunkCipher(ReadOnlySpan<byte> key, CompanyId company) : IDisposable
{
    internal const int Size = 64 * 1024;
    internal const int SealedSize = Size + TagSize;
    internal const int TagSize = 16;
    private const int NonceSize = 12;
    private const int CompanySize = 16;
    private const int PlaceSize = sizeof(long);
    private readonly AesGcm aes = new(key, TagSize);

    public void Dispose() => aes.Dispose();

    /// <summary>How many chunks so much content has. Empty content has one: without any, nothing would prove that it is empty.</summary>
    internal static long CountOf(long length) => Math.Max(1, ((length - 1) / Size) + 1);

    /// <summary>Seals a chunk; its tag stands behind it.</summary>
    internal void Seal(long place, bool last, ReadOnlySpan<byte> plain, Span<byte> into)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        Span<byte> bound = stackalloc byte[CompanySize + PlaceSize + 1];
        Name(place, last, nonce, bound);
        aes.Encrypt(nonce, plain, into[..plain.Length], into.Slice(plain.Length, TagSize), bound);
    }

    /// <summary>Opens a chunk together with the tag behind it.</summary>
    /// <exception cref="CryptographicException">It is another chunk, or was changed.</exception>
    internal void Open(long place, bool last, ReadOnlySpan<byte> sealedChunk, Span<byte> into)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        Span<byte> bound = stackalloc byte[CompanySize + PlaceSize + 1];
        Name(place, last, nonce, bound);
        aes.Decrypt(nonce, sealedChunk[..^TagSize], sealedChunk[^TagSize..], into[..(sealedChunk.Length - TagSize)], bound);
    }

    private void Name(long place, bool last, Span<byte> nonce, Span<byte> bound)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[(NonceSize - PlaceSize)..], place);
        _ = company.Value.TryWriteBytes(bound, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bound[CompanySize..], place);
        bound[^1] = last ? (byte)1 : (byte)0;
    }
}
