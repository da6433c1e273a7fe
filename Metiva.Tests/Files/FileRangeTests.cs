using Metiva.Tenancy.Files;
using Xunit;
using static Metiva.Tests.Files.FilesDirectory;

namespace Metiva.Tests.Files;

public sealed class FileRangeTests : IDisposable
{
    private readonly FilesDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Any_range_is_what_stands_there_in_the_plain_bytes()
    {
        var plain = Bytes((1 << 20) + 7);
        await using var stream = await StreamAsync(plain);
        var random = new Random(7);
        for (var time = 0; time < 300; time++)
        {
            var from = random.Next(plain.Length);
            var range = new byte[random.Next(Math.Min(plain.Length - from, 200_000)) + 1];
            stream.Position = from;
            if (time % 2 == 0)
            {
                await stream.ReadExactlyAsync(range);
            }
            else
            {
                stream.ReadExactly(range, 0, range.Length);
            }

            Assert.True(plain.AsSpan(from, range.Length).SequenceEqual(range));
            Assert.Equal(from + range.Length, stream.Position);
        }
    }

    [Fact]
    public async Task Only_the_chunks_of_a_range_are_looked_at()
    {
        var plain = Bytes(4 * ChunkCipher.Size);
        var store = directory.Open(A);
        var hash = (await PutAsync(store, plain)).Hash;
        var path = directory.PathOf(store, A, hash);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[CompanyFileKeys.HeaderSize + ChunkCipher.SealedSize] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        await using var stream = store.Open(hash)!;
        stream.Position = 2 * ChunkCipher.Size;
        var half = new byte[2 * ChunkCipher.Size];
        await stream.ReadExactlyAsync(half);
        Assert.Equal(plain[(2 * ChunkCipher.Size)..], half);
        stream.Position = ChunkCipher.Size + 5;
        await Assert.ThrowsAsync<FileDamagedException>(async () => await stream.ReadExactlyAsync(half));
        await Assert.ThrowsAsync<FileDamagedException>(async () => await stream.ReadExactlyAsync(half));
        Assert.Equal(plain[(2 * ChunkCipher.Size)..], half);
    }

    [Fact]
    public async Task It_is_sought_in_like_any_stream_that_is_for_reading()
    {
        var plain = Bytes(100_000);
        var stream = await StreamAsync(plain);
        Assert.True(stream is { CanRead: true, CanSeek: true, CanWrite: false, Length: 100_000 });
        Assert.Equal(99_999, stream.Seek(-1, SeekOrigin.End));
        Assert.Equal(plain[^1], stream.ReadByte());
        Assert.Equal(-1, stream.ReadByte());
        Assert.Equal(70_000, stream.Seek(-30_000, SeekOrigin.Current));
        Assert.Equal(plain[70_000], stream.ReadByte());
        Assert.Equal(200_000, stream.Seek(200_000, SeekOrigin.Begin));
        Assert.Equal(-1, stream.ReadByte());
        Assert.Throws<IOException>(() => stream.Seek(-1, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => stream.WriteByte(1));
        await stream.DisposeAsync();
        Assert.False(stream.CanRead);
        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
    }

    private async Task<Stream> StreamAsync(byte[] plain)
    {
        var store = directory.Open(A);
        return store.Open((await PutAsync(store, plain)).Hash)!;
    }
}
