using Metiva.Domain.Companies;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Credentials.Local;

namespace Metiva.Tenancy.Files;

/// <summary>
/// The contents of one company's files, encrypted, in a directory of its own. What they are called and who may see them stands in the
/// company's database; here is content only, known by its hash and held once. Several processes may use it.
/// </summary>
/// <remarks>
/// Content goes in before the row that names it, always by <see cref="PutAsync"/> even when it may be there already: that makes it
/// young, so that no sweep takes it before the row is there. It goes away by <see cref="SweepAsync"/> after the last row did.
/// </remarks>
/// <param name="directory">The company's directory of files; made with the first content.</param>
/// <param name="key">The company's file key, 32 bytes. It is not needed any more afterwards.</param>
/// <param name="company">Whose they are.</param>
internal sealed partial class FileStore(string directory, ReadOnlyMemory<byte> key, CompanyId company) : IDisposable
{
    internal const string Incoming = "incoming";
    private readonly string root = Path.GetFullPath(directory);
    private readonly CompanyFileKeys keys = new(key.Span, company);

    /// <summary>Forgets the keys. Streams that are open can be read on.</summary>
    public void Dispose() => keys.Dispose();

    /// <summary>Takes content in, chunk by chunk. When this returns it is on disk; when this throws nothing is left behind.</summary>
    /// <param name="content">Read from where it stands to its end.</param>
    /// <param name="atMost">How many bytes there may be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FileTooLongException">There are more.</exception>
    internal async Task<StoredContent> PutAsync(Stream content, long atMost, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(atMost);
        DurableFiles.MakeDirectory(root);
        DurableFiles.MakeDirectory(Path.Combine(root, Incoming));
        var temporary = Path.Combine(root, Incoming, $"{Guid.NewGuid():n}{DurableFiles.Temporary}");
        try
        {
            StoredContent stored;
            await using (var file = DurableFiles.Create(temporary, FileOptions.Asynchronous))
            {
                stored = await EncryptedFileWriter.WriteAsync(content, file, keys, atMost, cancellationToken);
            }

            var path = PathOf(keys.NameOf(stored.Hash));
            var place = Path.GetDirectoryName(path)!;
            DurableFiles.MakeDirectory(Path.GetDirectoryName(place)!);
            DurableFiles.MakeDirectory(place);
            using (await TurnAsync(cancellationToken))
            {
                await Task.Run(() => PutInPlace(temporary, path), CancellationToken.None);
            }

            await Task.Run(() => FlushWayTo(path), CancellationToken.None);
            return stored;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The plain content with this hash, for reading from anywhere in it; null when there is none.</summary>
    /// <exception cref="ArgumentException">It is no hash: not 64 lower-case hexadecimal digits.</exception>
    /// <exception cref="FileDamagedException">What is there is not what was written.</exception>
    internal Stream? Open(string hash)
    {
        var name = keys.NameOf(hash);
        return StoredChunks.Open(PathOf(name), name, keys) is { } chunks ? new EncryptedFileStream(chunks) : null;
    }

    /// <summary>
    /// Takes content away at once, however many rows name it; nothing happens when there is none. Content that others may be about to
    /// name is left to the sweep.
    /// </summary>
    /// <exception cref="ArgumentException">It is no hash.</exception>
    internal void Delete(string hash)
    {
        var path = PathOf(keys.NameOf(hash));
        if (File.Exists(path))
        {
            File.Delete(path);
            DurableFiles.FlushDirectory(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>What content with this hash is called on disk. A row that holds the name can be found by a sweep.</summary>
    /// <exception cref="ArgumentException">It is no hash.</exception>
    internal string NameOf(string hash) => keys.NameOf(hash);

    private string PathOf(string name) => Path.Combine(root, name[..2], name[2..4], name);

    /// <summary>Over what may be there: the same content, but older, and perhaps damaged.</summary>
    private static void PutInPlace(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception)
            when (OperatingSystem.IsWindows() && File.Exists(path) && exception is IOException or UnauthorizedAccessException)
        {
            // Windows replaces no file that somebody reads. Then it only has to be young again.
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(temporary));
        }
    }

    /// <summary>All of the way: whoever made a directory on it may have died before flushing.</summary>
    private void FlushWayTo(string path)
    {
        for (var on = Path.GetDirectoryName(path)!; on.Length >= root.Length; on = Path.GetDirectoryName(on)!)
        {
            DurableFiles.FlushDirectory(on);
        }
    }

    private async Task<IDisposable> TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FileTurn.TakeAsync(root, cancellationToken);
        }
        catch (VaultUnavailableException exception)
        {
            throw new IOException("The turn to change the company's files did not come.", exception);
        }
    }
}
