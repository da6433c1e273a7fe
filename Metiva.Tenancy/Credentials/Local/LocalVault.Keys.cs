using System.Security.Cryptography;

namespace Metiva.Tenancy.Credentials.Local;

/// <summary>The keys of the owners, wrapped under a master key that each file names.</summary>
internal sealed partial class LocalVault
{
    /// <summary>
    /// Wraps every key under the current master key. What already is stays as it is, so it can be stopped anywhere and done again;
    /// meanwhile the old and the new master key both serve.
    /// </summary>
    internal async Task<Rewrapped> RewrapAsync(CancellationToken cancellationToken)
    {
        await InTurnAsync(
            () =>
            {
                RemoveForgotten();
                return true;
            },
            cancellationToken
        );
        var done = 0;
        var owners = Directory
            .GetDirectories(root)
            .Select(directory => Path.GetFileName(directory)!)
            .Order(StringComparer.Ordinal)
            .ToList();
        List<string> unreadable = [];
        foreach (var owner in owners)
        {
            try
            {
                done += await InTurnAsync(() => Rewrap(owner), cancellationToken) ? 1 : 0;
            }
            catch (VaultUnavailableException)
            {
                // One damaged file must not keep the others under the old key.
                unreadable.Add(owner);
            }
        }

        return new Rewrapped(done, owners.Count, unreadable);
    }

    private bool Rewrap(string owner)
    {
        var file = KeyFileOf(owner);
        if (!File.Exists(file))
        {
            return false;
        }

        var known = Sealed.From(File.ReadAllBytes(file));
        var key = OpenKey(owner);
        try
        {
            if (known.Key == masters.Current.Id)
            {
                return false;
            }

            WriteKey(owner, known.Version, key);
            AfterStep?.Invoke("rewrapped");
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private string KeyFileOf(string owner) => Path.Combine(root, owner, KeyFile);

    private byte[] OpenKey(string owner)
    {
        var box = Sealed.From(File.ReadAllBytes(KeyFileOf(owner)));
        return box.Open(masters.Find(box.Key).Bytes, "key", owner);
    }

    private byte[] MakeKey(string owner)
    {
        if (Directory.EnumerateFiles(Path.Combine(root, owner), "*" + SecretEnding).Any())
        {
            throw new VaultUnavailableException(
                $"The key of '{owner}' is gone while its secrets are there. Restore the vault from a backup."
            );
        }

        var key = RandomNumberGenerator.GetBytes(MasterKey.Size);
        WriteKey(owner, KeyVersion, key);
        return key;
    }

    private void WriteKey(string owner, int version, byte[] key)
    {
        var box = Sealed.Seal(masters.Current.Bytes, version, masters.Current.Id, key, "key", owner);
        DurableFiles.Write(KeyFileOf(owner), box.ToBytes(), Named("key"));
    }
}

/// <summary>What wrapping keys anew came to.</summary>
/// <param name="Changed">How many keys were under another master key before.</param>
/// <param name="All">How many keys there are.</param>
/// <param name="Unreadable">Whose key no known master key opens: a company's id, or the installation.</param>
internal sealed record Rewrapped(int Changed, int All, IReadOnlyList<string> Unreadable);
