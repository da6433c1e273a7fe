using System.Security.Cryptography;

namespace Metiva.Tenancy.Files;

/// <summary>
/// The plain content of a stored file, to read from anywhere. A read opens the chunk that it begins in and no other, and hands out
/// what was proven only: anything else is a <see cref="FileDamagedException"/>. One reader at a time.
/// </summary>
internal sealed class EncryptedFileStream(StoredChunks chunks) : Stream
{
    private readonly byte[] plain = new byte[ChunkCipher.Size];
    private long position;
    private long opened = -1;
    private bool gone;

    /// <inheritdoc/>
    public override bool CanRead => !gone;

    /// <inheritdoc/>
    public override bool CanSeek => !gone;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => chunks.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            position = value;
        }
    }

    private long Place => position / ChunkCipher.Size;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (NeedsChunk(buffer.Length))
        {
            chunks.Read(Place, plain);
            opened = Place;
        }

        return HandOut(buffer);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (NeedsChunk(buffer.Length))
        {
            await chunks.ReadAsync(Place, plain, cancellationToken);
            opened = Place;
        }

        return HandOut(buffer.Span);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        var to = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => position + offset,
            _ => Length + offset,
        };
        return to < 0 ? throw new IOException("There is nothing before the beginning.") : position = to;
    }

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !gone)
        {
            gone = true;
            chunks.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }

        base.Dispose(disposing);
    }

    private bool NeedsChunk(int wanted)
    {
        ObjectDisposedException.ThrowIf(gone, this);
        if (wanted == 0 || position >= Length || opened == Place)
        {
            return false;
        }

        // Until the next one is proven there is none.
        opened = -1;
        return true;
    }

    private int HandOut(Span<byte> buffer)
    {
        var within = (int)(position % ChunkCipher.Size);
        var count = (int)Math.Min(buffer.Length, Math.Min(ChunkCipher.Size - within, Math.Max(0, Length - position)));
        plain.AsSpan(within, count).CopyTo(buffer);
        position += count;
        return count;
    }
}
