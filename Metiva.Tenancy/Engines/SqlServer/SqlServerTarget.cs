using System.Collections.Concurrent;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>Which company, where, with which of its logins.</summary>
internal sealed record SqlServerTargetKey(CompanyId Company, string Server, string Database, LoginSlot Slot);

/// <summary>What a company database states about itself.</summary>
internal sealed record SqlServerStamp(CompanyId CompanyId, int SchemaVersion);

/// <summary>
/// One company's database with one login: its only connection string, so that there is one pool, and what its physical
/// connections answered when they were greeted.
/// </summary>
internal sealed class SqlServerTarget(SqlServerTargetKey key, string connectionString)
{
    /// <summary>More physical connections than a pool ever has at once: from there on the answers are asked for again.</summary>
    internal const int MostRemembered = 4_096;

    private readonly ConcurrentDictionary<Guid, SqlServerStamp> stamps = new();

    internal SqlServerTargetKey Key => key;

    internal string ConnectionString => connectionString;

    /// <summary>Set when the password may be out of date: whoever opens next reads the vault again.</summary>
    internal bool Retired { get; set; }

    /// <summary>How many answers are remembered.</summary>
    internal int Remembered => stamps.Count;

    /// <summary>The answer of that physical connection, or null. The empty id is never a known one.</summary>
    internal SqlServerStamp? Find(Guid connection) =>
        connection != Guid.Empty && stamps.TryGetValue(connection, out var stamp) ? stamp : null;

    internal void Remember(Guid connection, SqlServerStamp stamp)
    {
        if (connection == Guid.Empty)
        {
            return;
        }

        if (stamps.Count >= MostRemembered)
        {
            stamps.Clear();
        }

        stamps[connection] = stamp;
    }

    internal void Forget() => stamps.Clear();
}
