using Metiva.Tenancy.Credentials.Local;

namespace Metiva.Tenancy.Files;

/// <summary>Finding and taking away what nothing names any more.</summary>
internal sealed partial class FileStore
{
    private const int AskedAtOnce = 500;

    /// <summary>The names on disk of all that is stored, in no order. Other files that lie there are left out.</summary>
    internal IEnumerable<string> Enumerate() =>
        Directory.Exists(root)
            ? Directory
                .EnumerateDirectories(root)
                .Where(directory => Path.GetFileName(directory).Length == 2)
                .SelectMany(directory => Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
                .Where(path => IsName(Path.GetFileName(path)) && path == PathOf(Path.GetFileName(path)))
                .Select(path => Path.GetFileName(path))
            : [];

    /// <summary>Takes away what is stored but not kept, and what uploads left behind that never ended.</summary>
    /// <param name="keptOf">
    /// Asked for some names at a time, as <see cref="NameOf"/> makes them of hashes; says which of them are kept. What it throws ends
    /// the sweep.
    /// </param>
    /// <param name="olderThan">How old something must be: longer than from the end of an upload to its row.</param>
    /// <param name="time">The clock of this machine, by which files are dated.</param>
    /// <param name="cancellationToken">Ends it; what is not swept then is swept next time.</param>
    internal async Task<Swept> SweepAsync(
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlySet<string>>> keptOf,
        TimeSpan olderThan,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(olderThan.Ticks, nameof(olderThan));
        var before = time.GetUtcNow() - olderThan;
        var orphans = 0;
        foreach (var names in Enumerate().Where(name => IsOlder(PathOf(name), before)).Chunk(AskedAtOnce))
        {
            var kept = await keptOf(names, cancellationToken);
            foreach (var name in names.Where(name => !kept.Contains(name)))
            {
                orphans += await SweepOneAsync(PathOf(name), before, cancellationToken) ? 1 : 0;
            }
        }

        var incoming = Path.Combine(root, Incoming);
        var left = Directory.Exists(incoming) ? Directory.GetFiles(incoming, "*" + DurableFiles.Temporary) : [];
        return new Swept(orphans, left.Count(path => IsOlder(path, before) && IsDropped(path)));
    }

    /// <summary>In the turn, so that nobody puts the same content anew between the look at its age and the end of it.</summary>
    private async Task<bool> SweepOneAsync(string path, DateTimeOffset before, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        if (!IsOlder(path, before))
        {
            return false;
        }

        File.Delete(path);
        return true;
    }

    private static bool IsOlder(string path, DateTimeOffset before) =>
        File.Exists(path) && File.GetLastWriteTimeUtc(path) < before.UtcDateTime;

    private static bool IsName(string name) => name.Length == 2 * CompanyFileKeys.Size && name.All(char.IsAsciiHexDigitLower);

    /// <summary>Drops a temporary file, unless somebody still writes to it: a slow upload may say nothing for longer than anybody waits.</summary>
    private static bool IsDropped(string path)
    {
        try
        {
            using var left = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
