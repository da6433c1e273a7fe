using System.Security.Cryptography;

namespace Metiva.Tenancy.Files;

/// <summary>Writes a stored file, a chunk at a time. What it begins with is written last: only then are hash and length known.</summary>
internal static class EncryptedFileWriter
{
    // Each write waits for a thread of the pool; a few chunks together make that rare.
    private const int WrittenAtOnce = 4;

    /// <summary>Writes all of the content, and brings it to disk.</summary>
    /// <exception cref="FileTooLongException">There is more than <paramref name="atMost"/> bytes.</exception>
    internal static async Task<StoredContent> WriteAsync(
        Stream content,
        FileStream file,
        CompanyFileKeys keys,
        long atMost,
        CancellationToken cancellationToken
    )
    {
        var key = RandomNumberGenerator.GetBytes(CompanyFileKeys.Size);
        var plain = new byte[ChunkCipher.Size + 1];
        try
        {
            using var cipher = new ChunkCipher(key, keys.Company);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var box = new byte[WrittenAtOnce * ChunkCipher.SealedSize];
            file.Position = CompanyFileKeys.HeaderSize;
            var (length, kept, filled, last) = (0L, 0, 0, false);
            for (var place = 0L; !last; place++)
            {
                // A byte more than a chunk shows whether another one follows.
                var rest = plain.AsMemory(kept);
                var read = await content.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellationToken);
                length += read;
                if (length > atMost)
                {
                    throw new FileTooLongException(atMost);
                }

                last = kept + read <= ChunkCipher.Size;
                var chunk = plain.AsMemory(0, Math.Min(kept + read, ChunkCipher.Size));
                hash.AppendData(chunk.Span);
                cipher.Seal(place, last, chunk.Span, box.AsSpan(filled));
                filled += chunk.Length + ChunkCipher.TagSize;
                if (last || filled == box.Length)
                {
                    await file.WriteAsync(box.AsMemory(0, filled), cancellationToken);
                    filled = 0;
                }

                (plain[0], kept) = (plain[^1], 1);
            }

            var stored = new StoredContent(Convert.ToHexStringLower(hash.GetHashAndReset()), length);
            file.Position = 0;
            await file.WriteAsync(keys.Wrap(key, keys.NameOf(stored.Hash), length), cancellationToken);

            // It blocks, and there is no call that does not.
            await Task.Run(() => file.Flush(flushToDisk: true), cancellationToken);
            return stored;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
