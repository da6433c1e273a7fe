using System.Security.Cryptography;
using System.Text;

namespace Metiva.Tenancy.Credentials.Local;

/// <summary>A master key and the id by which wrapped keys name it.</summary>
internal sealed class MasterKey
{
    internal const int Size = 32;

    /// <exception cref="FormatException">It is not 32 bytes in base64.</exception>
    internal MasterKey(string base64)
    {
        var bytes = new byte[Size + 1];
        if (!Convert.TryFromBase64String(base64.Trim(), bytes, out var length) || length != Size)
        {
            throw new FormatException("A master key is 32 bytes in base64.");
        }

        Bytes = bytes[..Size];
        Id = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes("metiva master key id\n"), .. Bytes]))[..32];
    }

    /// <summary>Part of a hash of the key: says which key it is and nothing else about it.</summary>
    internal string Id { get; }

    internal byte[] Bytes { get; }

    internal static string Generate() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size));
}

/// <summary>The master key in use, and the earlier ones that are still accepted.</summary>
internal sealed class MasterKeys(MasterKey current, IEnumerable<MasterKey> previous)
{
    private readonly Dictionary<string, MasterKey> byId = previous
        .Prepend(current)
        .DistinctBy(key => key.Id)
        .ToDictionary(key => key.Id, StringComparer.Ordinal);

    /// <summary>What new keys are wrapped under.</summary>
    internal MasterKey Current => current;

    /// <summary>The master key of that id.</summary>
    /// <exception cref="VaultUnavailableException">It is not among the settings.</exception>
    internal MasterKey Find(string id) =>
        byId.TryGetValue(id, out var key)
            ? key
            : throw new VaultUnavailableException(
                $"A key of the vault is wrapped under the master key {id}, which is none of those in the settings. Add it to {VaultOptions.Section}:PreviousMasterKeys."
            );
}
