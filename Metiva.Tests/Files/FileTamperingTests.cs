using System.Security.Cryptography;
using Metiva.Tenancy.Files;
using Xunit;
using static Metiva.Tests.Files.FilesDirectory;

namespace Metiva.Tests.Files;

public sealed class FileTamperingTests : IDisposable
{
    private const int Header = CompanyFileKeys.HeaderSize;
    private const int Chunk = ChunkCipher.SealedSize;
    private readonly byte[] plain = Bytes((2 * ChunkCipher.Size) + 1_000);
    private readonly FilesDirectory directory = new();
    private readonly FileStore store;

    public FileTamperingTests() => store = directory.Open(A);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_byte_changed_anywhere_is_refused()
    {
        var (hash, path, bytes) = await StoredAsync(plain);
        int[] inChunks = [0, 1, 15, 16, 40_000, Chunk - 17, Chunk - 16, Chunk - 1];
        var last = Header + (2 * Chunk);
        int[] places =
        [
            .. Enumerable.Range(0, Header),
            .. inChunks.Select(at => Header + at),
            .. inChunks.Select(at => Header + Chunk + at),
            .. Enumerable.Range(0, 20).Select(at => last + (at * 53)),
            bytes.Length - 1,
        ];
        foreach (var place in places)
        {
            var changed = bytes.ToArray();
            changed[place] ^= (byte)(1 << (place % 8));
            await RefusedAsync(path, changed, hash);
        }

        await File.WriteAllBytesAsync(path, bytes);
        Assert.Equal(plain, await ReadAsync(store, hash));
    }

    [Fact]
    public async Task Cut_or_longer_is_refused_before_anything_is_read()
    {
        var (hash, path, bytes) = await StoredAsync(plain);
        int[] lengths = [0, 1, Header - 1, Header, Header + Chunk, Header + (2 * Chunk), bytes.Length - 1];
        foreach (var length in lengths)
        {
            await File.WriteAllBytesAsync(path, bytes[..length]);
            Assert.Throws<FileDamagedException>(() => store.Open(hash));
        }

        foreach (var more in new byte[][] { [0], bytes[Header..(Header + Chunk)], bytes[(Header + (2 * Chunk))..] })
        {
            await File.WriteAllBytesAsync(path, [.. bytes, .. more]);
            Assert.Throws<FileDamagedException>(() => store.Open(hash));
        }
    }

    [Fact]
    public async Task Cut_while_it_is_being_read_is_refused()
    {
        var (hash, path, _) = await StoredAsync(plain);
        await using var stream = store.Open(hash)!;
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.SetLength(Header + Chunk);
        }

        var read = new byte[plain.Length];
        await stream.ReadExactlyAsync(read.AsMemory(0, ChunkCipher.Size));
        await Assert.ThrowsAsync<FileDamagedException>(async () => await stream.ReadExactlyAsync(read));
    }

    [Fact]
    public async Task Chunks_that_changed_places_are_refused()
    {
        var (hash, path, bytes) = await StoredAsync(plain);
        var (first, second) = (bytes[Header..(Header + Chunk)], bytes[(Header + Chunk)..(Header + (2 * Chunk))]);
        await RefusedAsync(path, [.. bytes[..Header], .. second, .. first, .. bytes[(Header + (2 * Chunk))..]], hash);
        await RefusedAsync(path, [.. bytes[..Header], .. first, .. first, .. bytes[(Header + (2 * Chunk))..]], hash);
    }

    [Fact]
    public async Task A_chunk_of_another_file_is_refused_and_so_is_another_file_whole()
    {
        var (hash, path, bytes) = await StoredAsync(plain);
        var (_, _, others) = await StoredAsync(Bytes(plain.Length, seed: 2));
        await RefusedAsync(path, [.. bytes[..Header], .. others[Header..(Header + Chunk)], .. bytes[(Header + Chunk)..]], hash);
        await RefusedAsync(path, [.. bytes[..Header], .. others[Header..]], hash);
        await RefusedAsync(path, others, hash);
    }

    [Theory]
    [InlineData("bbbbbbbb-0000-4000-8000-000000000000", "one")]
    [InlineData("aaaaaaaa-0000-4000-8000-000000000000", "two")]
    public async Task A_file_of_another_company_or_under_another_key_is_refused(string company, string key)
    {
        var (hash, path, _) = await StoredAsync(plain);
        var other = new Metiva.Domain.Companies.CompanyId(Guid.Parse(company));
        var foreign = directory.Open(other, key);
        Assert.Null(foreign.Open(hash));
        var there = directory.PathOf(foreign, other, hash);
        Directory.CreateDirectory(Path.GetDirectoryName(there)!);
        File.Copy(path, there);
        Assert.Throws<FileDamagedException>(() => foreign.Open(hash));
    }

    /// <summary>What the header proves, the chunks prove once more.</summary>
    [Fact]
    public void A_chunk_opens_for_its_company_in_its_place_and_as_what_it_was()
    {
        var key = RandomNumberGenerator.GetBytes(CompanyFileKeys.Size);
        using var cipher = new ChunkCipher(key, A);
        using var others = new ChunkCipher(key, B);
        byte[] text = [1, 2, 3];
        var (box, into) = (new byte[text.Length + ChunkCipher.TagSize], new byte[text.Length]);
        cipher.Seal(5, last: false, text, box);
        cipher.Open(5, last: false, box, into);
        Assert.Equal(text, into);
        Assert.ThrowsAny<CryptographicException>(() => cipher.Open(5, last: true, box, into));
        Assert.ThrowsAny<CryptographicException>(() => cipher.Open(4, last: false, box, into));
        Assert.ThrowsAny<CryptographicException>(() => others.Open(5, last: false, box, into));
    }

    private async Task<(string Hash, string Path, byte[] Bytes)> StoredAsync(byte[] content)
    {
        var hash = (await PutAsync(store, content)).Hash;
        var path = directory.PathOf(store, A, hash);
        return (hash, path, await File.ReadAllBytesAsync(path));
    }

    /// <summary>Reads it to its end, which must not come; and what came before that was right.</summary>
    private async Task RefusedAsync(string path, byte[] bytes, string hash)
    {
        await File.WriteAllBytesAsync(path, bytes);
        var (read, count) = (new byte[plain.Length + 1], 0);
        await Assert.ThrowsAsync<FileDamagedException>(async () =>
        {
            await using var stream = store.Open(hash)!;
            for (var more = 1; more > 0; count += more)
            {
                more = await stream.ReadAsync(read.AsMemory(count));
            }
        });
        Assert.True(plain.AsSpan(0, count).SequenceEqual(read.AsSpan(0, count)));
        Assert.All(read[count..], value => Assert.Equal(0, value));
    }
}
