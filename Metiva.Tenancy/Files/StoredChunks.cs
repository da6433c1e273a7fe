using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Metiva.Tenancy.Files;

/// <summary>A stored file, open: its chunks, each read and proven by itself. One reader at a time.</summary>
internal sealed class StoredChunks : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly string name;
    private readonly ChunkCipher cipher;
    private readonly byte[] box = new byte[ChunkCipher.SealedSize];

    private StoredChunks(SafeFileHandle file, string name, ChunkCipher cipher, long length)
    {
        (this.file, this.name, this.cipher) = (file, name, cipher);
        Length = length;
    }

    /// <summary>How long the plain content is. Proven.</summary>
    internal long Length { get; }

    public void Dispose()
    {
        cipher.Dispose();
        file.Dispose();
    }

    /// <summary>Opens a stored file; null when there is none.</summary>
    /// <exception cref="FileDamagedException">It is not what was written there.</exception>
    internal static StoredChunks? Open(string path, string name, CompanyFileKeys keys)
    {
        SafeFileHandle? handle = null;
        try
        {
            // Whoever reads keeps nobody from taking it away: what is open stays readable.
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous);
            var chunks = Proven(handle, name, keys);
            handle = null;
            return chunks;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        finally
        {
            handle?.Dispose();
        }
    }

    /// <summary>Reads the chunk in that place.</summary>
    /// <exception cref="FileDamagedException">It is not what was written there; nothing was put into <paramref name="plain"/>.</exception>
    internal void Read(long place, Span<byte> plain)
    {
        var (wanted, read) = (Box(place), 0);
        for (int more; read < wanted.Length; read += more)
        {
            more = RandomAccess.Read(file, wanted.Span[read..], StartOf(place) + read);
            ThrowIfCut(more);
        }

        Prove(place, wanted.Span, plain);
    }

    /// <inheritdoc cref="Read"/>
    internal async ValueTask ReadAsync(long place, Memory<byte> plain, CancellationToken cancellationToken)
    {
        var (wanted, read) = (Box(place), 0);
        for (int more; read < wanted.Length; read += more)
        {
            more = await RandomAccess.ReadAsync(file, wanted[read..], StartOf(place) + read, cancellationToken);
            ThrowIfCut(more);
        }

        Prove(place, wanted.Span, plain.Span);
    }

    private static StoredChunks Proven(SafeFileHandle handle, string name, CompanyFileKeys keys)
    {
        byte[] key = [];
        try
        {
            var header = new byte[CompanyFileKeys.HeaderSize];
            var read = RandomAccess.Read(handle, header, 0);
            (key, var length) = keys.Unwrap(header.AsSpan(0, read), name);
            var size = CompanyFileKeys.HeaderSize + length + (ChunkCipher.CountOf(length) * ChunkCipher.TagSize);
            return RandomAccess.GetLength(handle) == size
                ? new StoredChunks(handle, name, new ChunkCipher(key, keys.Company), length)
                : throw new FileDamagedException(name);
        }
        catch (CryptographicException exception)
        {
            throw new FileDamagedException(name, exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static long StartOf(long place) => CompanyFileKeys.HeaderSize + (place * ChunkCipher.SealedSize);

    private bool IsLast(long place) => place == ChunkCipher.CountOf(Length) - 1;

    private Memory<byte> Box(long place) =>
        box.AsMemory(0, IsLast(place) ? (int)(Length - (place * ChunkCipher.Size)) + ChunkCipher.TagSize : ChunkCipher.SealedSize);

    private void ThrowIfCut(int read)
    {
        if (read == 0)
        {
            throw new FileDamagedException(name);
        }
    }

    private void Prove(long place, ReadOnlySpan<byte> wanted, Span<byte> plain)
    {
        try
        {
            cipher.Open(place, IsLast(place), wanted, plain);
        }
        catch (CryptographicException exception)
        {
            throw new FileDamagedException(name, exception);
        }
    }
}
