using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Files;

namespace Metiva.Tests.Benchmarks;

/// <summary>What keeping a company's files costs beside encrypting the same bytes the same way into a file, and out of it.</summary>
internal static class FileBenchmark
{
    private const double Limit = 1.3;
    private const int Megabytes = 64;
    private const int Chunk = 64 * 1024;
    private const int Tag = 16;
    private const int Batches = 3;

    public static IEnumerable<BenchmarkLine> Run()
    {
        var root = Directory.CreateTempSubdirectory("metiva-files-").FullName;
        try
        {
            var plain = new byte[Megabytes << 20];
            new Random(1).NextBytes(plain);
            var key = RandomNumberGenerator.GetBytes(32);
            var bare = Path.Combine(root, "bare");
            using var store = new FileStore(Path.Combine(root, "company"), key, new CompanyId(Guid.NewGuid()));
            var hash = "";

            // Both write over what the time before left.
            var put = Measure.Compare(
                () => hash = store.PutAsync(new MemoryStream(plain), plain.Length, CancellationToken.None).GetAwaiter().GetResult().Hash,
                () => Write(bare, key, new MemoryStream(plain)),
                perBatch: 1,
                Batches
            );
            var read = Measure.Compare(() => ReadAsync(store, hash).GetAwaiter().GetResult(), () => Read(bare, key), perBatch: 1, Batches);
            return
            [
                Line("Put", "a bare file: the same SHA-256 and AES-GCM over 64 KiB, flushed to disk", put),
                Line("Read", "a bare file: the same AES-GCM over 64 KiB", read),
            ];
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static BenchmarkLine Line(string what, string against, Comparison compared) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"{what} a file of {Megabytes} MB"),
            against,
            BenchmarkReport.Number(Limit),
            compared.Ratio,
            "0.00",
            compared.Ratio.Median <= Limit,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{compared.Subject.Median / 1000:0} ms, bare {compared.Baseline.Median / 1000:0} ms."
            )
        );

    private static async Task ReadAsync(FileStore store, string hash)
    {
        await using var stream = store.Open(hash)!;
        await stream.CopyToAsync(Stream.Null);
    }

    private static void Write(string path, byte[] key, MemoryStream content)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        using var aes = new AesGcm(key, Tag);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (plain, box, nonce) = (new byte[Chunk], new byte[Chunk + Tag], new byte[12]);
        for (int place = 0, read; (read = content.Read(plain)) > 0; place++)
        {
            BinaryPrimitives.WriteInt32BigEndian(nonce, place);
            hash.AppendData(plain, 0, read);
            aes.Encrypt(nonce, plain.AsSpan(0, read), box.AsSpan(0, read), box.AsSpan(read, Tag));
            file.Write(box, 0, read + Tag);
        }

        _ = hash.GetHashAndReset();
        file.Flush(flushToDisk: true);
    }

    private static void Read(string path, byte[] key)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        using var aes = new AesGcm(key, Tag);
        var (plain, box, nonce) = (new byte[Chunk], new byte[Chunk + Tag], new byte[12]);
        for (int place = 0, read; (read = file.ReadAtLeast(box, box.Length, throwOnEndOfStream: false)) > 0; place++)
        {
            BinaryPrimitives.WriteInt32BigEndian(nonce, place);
            aes.Decrypt(nonce, box.AsSpan(0, read - Tag), box.AsSpan(read - Tag, Tag), plain.AsSpan(0, read - Tag));
        }
    }
}
