using System.Collections.Frozen;
using Metiva.Tenancy.Binding;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>What SQL Server's error numbers mean for whoever asked. A number that is not here is a bug and stays an exception.</summary>
internal static class SqlServerErrors
{
    /// <summary>The driver's own number for "it took longer than allowed", while connecting and while a statement runs.</summary>
    public const int Timeout = -2;
    public const int DatabaseExists = 1801;
    public const int LoginExists = 15025;
    public const int UserExists = 15023;
    public const int LoginFailed = 18456;

    /// <summary>From this severity on the server has ended the connection.</summary>
    public const byte Fatal = 20;

    /// <summary>One row for each number.</summary>
    public static readonly FrozenDictionary<int, BindingOutcome> Outcomes = new Dictionary<int, BindingOutcome>
    {
        // Others are in the way: the same can be tried again.
        [Timeout] = BindingOutcome.Busy,
        [1204] = BindingOutcome.Busy, // no locks left
        [1205] = BindingOutcome.Busy, // deadlock victim
        [1222] = BindingOutcome.Busy, // lock not granted in time
        [1807] = BindingOutcome.Busy, // somebody else is making a database
        [3960] = BindingOutcome.Busy, // snapshot isolation: somebody else changed the row
        [3966] = BindingOutcome.Busy, // snapshot isolation: the old version of a row is gone
        [8645] = BindingOutcome.Busy, // no memory to run it within the time
        [8651] = BindingOutcome.Busy, // low on memory
        [845] = BindingOutcome.Busy, // a page was not to be had in time
        [701] = BindingOutcome.Busy, // out of memory
        [17809] = BindingOutcome.Busy, // too many connections
        [17197] = BindingOutcome.Busy, // signing in took too long on a busy server
        [10928] = BindingOutcome.Busy, // Azure: limit of the database's resources
        [10929] = BindingOutcome.Busy, // Azure: server too busy for its minimum guarantee
        [40501] = BindingOutcome.Busy, // Azure: service busy
        [40549] = BindingOutcome.Busy, // Azure: transaction ended, too long
        [40550] = BindingOutcome.Busy, // Azure: transaction ended, too many locks
        [49918] = BindingOutcome.Busy, // Azure: not enough resources
        [49919] = BindingOutcome.Busy, // Azure: too many create or update operations
        [49920] = BindingOutcome.Busy, // Azure: too many operations

        // Nobody is let in.
        [4060] = BindingOutcome.DatabaseUnavailable, // cannot open the database that the login asks for
        [4064] = BindingOutcome.DatabaseUnavailable, // cannot open the login's default database
        [911] = BindingOutcome.DatabaseUnavailable, // no such database
        [916] = BindingOutcome.DatabaseUnavailable, // the login has no user there
        [18452] = BindingOutcome.DatabaseUnavailable, // login from an untrusted domain
        [LoginFailed] = BindingOutcome.DatabaseUnavailable, // login failed
        [18470] = BindingOutcome.DatabaseUnavailable, // login disabled
        [18486] = BindingOutcome.DatabaseUnavailable, // login locked
        [18487] = BindingOutcome.DatabaseUnavailable, // password expired
        [18488] = BindingOutcome.DatabaseUnavailable, // password must be changed
        [18401] = BindingOutcome.DatabaseUnavailable, // login failed: the server upgrades itself
        [18451] = BindingOutcome.DatabaseUnavailable, // login failed: only administrators for now
        [40615] = BindingOutcome.DatabaseUnavailable, // Azure: the firewall does not know this address

        // The database is there, but not now.
        [921] = BindingOutcome.DatabaseUnavailable, // not yet recovered
        [922] = BindingOutcome.DatabaseUnavailable, // being recovered
        [924] = BindingOutcome.DatabaseUnavailable, // single-user, and somebody is in
        [926] = BindingOutcome.DatabaseUnavailable, // suspect
        [927] = BindingOutcome.DatabaseUnavailable, // being restored
        [942] = BindingOutcome.DatabaseUnavailable, // offline
        [945] = BindingOutcome.DatabaseUnavailable, // files not accessible
        [952] = BindingOutcome.DatabaseUnavailable, // in transition
        [976] = BindingOutcome.DatabaseUnavailable, // availability group: not accessible for queries
        [978] = BindingOutcome.DatabaseUnavailable, // availability group: read-intent only
        [979] = BindingOutcome.DatabaseUnavailable, // availability group: not for read-only routing
        [981] = BindingOutcome.DatabaseUnavailable, // availability group: replica not available
        [982] = BindingOutcome.DatabaseUnavailable, // availability group: no readable replica
        [983] = BindingOutcome.DatabaseUnavailable, // availability group: role changing
        [988] = BindingOutcome.DatabaseUnavailable, // availability group: no quorum
        [40197] = BindingOutcome.DatabaseUnavailable, // Azure: failing over
        [40613] = BindingOutcome.DatabaseUnavailable, // Azure: not available at the moment
        [40540] = BindingOutcome.DatabaseUnavailable, // Azure: transaction ended, load balancing
        [6005] = BindingOutcome.DatabaseUnavailable, // server shutting down
        [17142] = BindingOutcome.DatabaseUnavailable, // server paused
        [17188] = BindingOutcome.DatabaseUnavailable, // server starts, nobody is let in yet
        [596] = BindingOutcome.DatabaseUnavailable, // the session was killed

        // It can be read but not written.
        [823] = BindingOutcome.DatabaseUnavailable, // input or output failed
        [824] = BindingOutcome.DatabaseUnavailable, // page damaged
        [1101] = BindingOutcome.DatabaseUnavailable, // disk full
        [1105] = BindingOutcome.DatabaseUnavailable, // filegroup full
        [3906] = BindingOutcome.DatabaseUnavailable, // read-only
        [3908] = BindingOutcome.DatabaseUnavailable, // emergency mode
        [9001] = BindingOutcome.DatabaseUnavailable, // log not available
        [9002] = BindingOutcome.DatabaseUnavailable, // log full
        [40544] = BindingOutcome.DatabaseUnavailable, // Azure: size limit reached
        [3952] = BindingOutcome.DatabaseUnavailable, // snapshot isolation was switched off

        // The server does not answer, or the line broke.
        [2] = BindingOutcome.DatabaseUnavailable,
        [20] = BindingOutcome.DatabaseUnavailable,
        [26] = BindingOutcome.DatabaseUnavailable,
        [40] = BindingOutcome.DatabaseUnavailable,
        [53] = BindingOutcome.DatabaseUnavailable,
        [64] = BindingOutcome.DatabaseUnavailable,
        [121] = BindingOutcome.DatabaseUnavailable,
        [233] = BindingOutcome.DatabaseUnavailable,
        [258] = BindingOutcome.DatabaseUnavailable,
        [1225] = BindingOutcome.DatabaseUnavailable,
        [4014] = BindingOutcome.DatabaseUnavailable, // the line broke while reading
        [10053] = BindingOutcome.DatabaseUnavailable,
        [10054] = BindingOutcome.DatabaseUnavailable,
        [10060] = BindingOutcome.DatabaseUnavailable,
        [10061] = BindingOutcome.DatabaseUnavailable,
        [11001] = BindingOutcome.DatabaseUnavailable,
    }.ToFrozenDictionary();

    /// <summary>What the error means, or null when it is a bug.</summary>
    public static BindingOutcome? OutcomeOf(int number, byte severity) =>
        Outcomes.TryGetValue(number, out var outcome) ? outcome
        : severity >= Fatal ? BindingOutcome.DatabaseUnavailable
        : null;

    /// <summary>What the error means, or null when it is a bug.</summary>
    public static BindingOutcome? OutcomeOf(SqlException exception) => OutcomeOf(exception.Number, exception.Class);

    /// <summary>What an exception means: cancelled work, a named refusal, or null when it is a bug.</summary>
    public static Exception? Translate(Exception exception, CancellationToken cancellationToken)
    {
        var cause = Cause(exception);
        if (cancellationToken.IsCancellationRequested && IsCancellation(cause))
        {
            return new OperationCanceledException("The statement was stopped.", exception, cancellationToken);
        }

        return cause switch
        {
            SqlException error when OutcomeOf(error) is { } outcome => new BindingRefusedException(outcome, exception),
            Credentials.VaultUnavailableException => new BindingRefusedException(BindingOutcome.DatabaseUnavailable, exception),
            _ => null,
        };
    }

    /// <summary>The driver's exception within those that EF Core wraps around it.</summary>
    private static Exception Cause(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SqlException or Credentials.VaultUnavailableException)
            {
                return inner;
            }
        }

        return exception;
    }

    // A cancelled statement comes back as an error without a number, as a timeout, or as an operation that its object refuses.
    private static bool IsCancellation(Exception cause) =>
        cause is SqlException { Number: 0 or Timeout } or OperationCanceledException
        || (cause is InvalidOperationException && cause.Source?.Contains("SqlClient", StringComparison.Ordinal) == true);
}
