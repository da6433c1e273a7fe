using System.Collections.Concurrent;
using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.Catalog;

/// <summary>Which company lives on which server, in which database, in which state and schema version.</summary>
/// <param name="Id">The company.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Agency or client.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Server">The registered server's name.</param>
/// <param name="Database">The database's name on that server; for the embedded engine the name of its directory.</param>
/// <param name="SchemaVersion">How many migrations its database has.</param>
/// <param name="Plan">What it has booked.</param>
/// <param name="Login">Which of its two runtime logins is in use.</param>
/// <param name="SettingsVersion">How often its settings were changed.</param>
/// <param name="SessionIdleMinutes">After how many minutes without use its sessions end; null is what the installation allows.</param>
public sealed record CatalogEntry(
    CompanyId Id,
    string Name,
    CompanyKind Kind,
    CompanyState State,
    string Server,
    string Database,
    int SchemaVersion,
    Plan Plan = Plan.Standard,
    LoginSlot Login = LoginSlot.A,
    long SettingsVersion = 0,
    int? SessionIdleMinutes = null
)
{
    /// <summary>Room for what an engine needs to know to open this database; made by the engine on the first open.</summary>
    internal object? EngineState;

    /// <summary>Room for the budget's count of this database's connections; found on the first open.</summary>
    internal CompanyPool? Pool;

    /// <summary>Whether both name the same database on the same server.</summary>
    public bool IsSameDatabase(CatalogEntry other) => Server == other.Server && Database == other.Database;
}

/// <summary>The catalog in memory. Each entry is replaced as a whole when the feed says that it changed.</summary>
public sealed class CatalogSnapshot
{
    private readonly ConcurrentDictionary<CompanyId, CatalogEntry> companies = new();

    /// <summary>How many companies there are.</summary>
    public int Count => companies.Count;

    /// <summary>The entries, in no order.</summary>
    public IEnumerable<CatalogEntry> Entries => companies.Select(pair => pair.Value);

    /// <summary>The company's entry, or null. Allocates nothing.</summary>
    public CatalogEntry? Find(CompanyId id) => companies.TryGetValue(id, out var entry) ? entry : null;

    internal void Set(CatalogEntry entry)
    {
        // An unchanged row keeps its entry, and with it what the engine remembers.
        if (companies.TryGetValue(entry.Id, out var old) && (old with { EngineState = null, Pool = null }) == entry)
        {
            return;
        }

        companies[entry.Id] = entry;
    }

    /// <summary>What the engine remembers was worked out from servers that may stand elsewhere now.</summary>
    internal void ForgetEngineState()
    {
        foreach (var entry in Entries)
        {
            entry.EngineState = null;
        }
    }

    internal void Remove(CompanyId id) => companies.TryRemove(id, out _);

    internal void Replace(IReadOnlyCollection<CatalogEntry> all)
    {
        var kept = all.Select(entry => entry.Id).ToHashSet();
        foreach (var entry in all)
        {
            Set(entry);
        }

        foreach (var gone in companies.Keys.Where(id => !kept.Contains(id)))
        {
            Remove(gone);
        }
    }
}
