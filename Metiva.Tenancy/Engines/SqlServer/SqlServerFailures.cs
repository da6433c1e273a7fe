using System.Collections.Frozen;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>Which of SQL Server's errors may pass when the work is tried again, and after which nobody knows what was done.</summary>
internal static class SqlServerFailures
{
    /// <summary>The server says that it was not done: it undid the transaction, or let nobody in for a moment.</summary>
    public static readonly FrozenSet<int> Passing = FrozenSet.Create(
        701, // out of memory
        845, // a page was not to be had in time
        921, // not yet recovered
        922, // being recovered
        976, // availability group: not accessible for queries
        983, // availability group: role changing
        988, // availability group: no quorum
        1204, // no locks left
        1205, // deadlock victim
        1222, // lock not granted in time
        1807, // somebody else is making a database
        3960, // snapshot isolation: somebody else changed the row
        3966, // snapshot isolation: the old version of a row is gone
        8645, // no memory to run it within the time
        8651, // low on memory
        10928, // Azure: limit of the database's resources
        17188, // server starts, nobody is let in yet
        17197, // signing in took too long on a busy server
        10929, // Azure: server too busy for its minimum guarantee
        40501, // Azure: service busy
        40540, // Azure: transaction ended, load balancing
        40613, // Azure: not available at the moment
        49918, // Azure: not enough resources
        49919, // Azure: too many create or update operations
        49920 // Azure: too many operations
    );

    /// <summary>No answer came, or the session was ended while it worked.</summary>
    public static readonly FrozenSet<int> Lost = FrozenSet.Create(
        SqlServerErrors.Timeout,
        2,
        20,
        26,
        40,
        53,
        64,
        121,
        233,
        258,
        596, // the session was killed
        1225,
        4014, // the line broke while reading
        6005, // server shutting down
        10053,
        10054,
        10060,
        10061,
        11001,
        40197 // Azure: failing over
    );

    /// <summary>Whether others are making databases, and the server asks to come back later.</summary>
    public static bool IsCrowded(int number) => number is 1807 or 40501 or 49918 or 49919 or 49920;

    /// <summary>What an exception says about trying again.</summary>
    public static FailureKind Classify(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SqlException error)
            {
                return Classify(error.Number, error.Class);
            }
        }

        return FailureKind.Lasting;
    }

    /// <summary>What an error says about trying again; one that ended the connection leaves open what was done.</summary>
    public static FailureKind Classify(int number, byte severity) =>
        Passing.Contains(number) ? FailureKind.Passing
        : Lost.Contains(number) || severity >= SqlServerErrors.Fatal ? FailureKind.Lost
        : FailureKind.Lasting;
}
