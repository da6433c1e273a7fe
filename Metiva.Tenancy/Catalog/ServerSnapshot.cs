using System.Collections.Frozen;
using Metiva.Tenancy.ControlPlane;

namespace Metiva.Tenancy.Catalog;

/// <summary>A registered database server.</summary>
/// <param name="Name">Its name in the catalog.</param>
/// <param name="Engine">Which engine runs there.</param>
/// <param name="Region">The region where its data stays.</param>
/// <param name="Address">Where it is; empty is the place that the settings name.</param>
/// <param name="State">Whether new companies may be put there.</param>
public sealed record ServerEntry(string Name, string Engine, string Region, string Address, ServerState State);

/// <summary>The servers in memory: few, so they are replaced together.</summary>
public sealed class ServerSnapshot
{
    private FrozenDictionary<string, ServerEntry> servers = FrozenDictionary<string, ServerEntry>.Empty;

    /// <summary>The entries, in no order.</summary>
    public IReadOnlyCollection<ServerEntry> Entries => Volatile.Read(ref servers).Values;

    /// <summary>The server's entry, or null.</summary>
    public ServerEntry? Find(string name) => Volatile.Read(ref servers).GetValueOrDefault(name);

    /// <summary>Returns whether a server that was known stands elsewhere now, or is gone.</summary>
    internal bool Replace(IEnumerable<ServerEntry> all)
    {
        var before = servers;
        var after = all.ToFrozenDictionary(server => server.Name, StringComparer.Ordinal);
        Volatile.Write(ref servers, after);
        return before.Values.Any(old =>
            after.GetValueOrDefault(old.Name) is not { } now || now.Engine != old.Engine || now.Address != old.Address
        );
    }
}
