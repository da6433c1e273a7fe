using System.Data.Common;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.Engines;

namespace Metiva.Tenancy.Connections;

/// <summary>
/// The transaction of one attempt at a write. It is committed here only, so that it is known whether a commit was asked for, and so that
/// every audit record is sealed by the very transaction that it comes in with.
/// </summary>
internal sealed class CompanyTransaction(
    DbTransaction transaction,
    IDatabaseEngine engine,
    Action committed,
    CancellationToken cancellationToken
)
{
    /// <summary>The driver's transaction, to enlist in.</summary>
    internal DbTransaction Inner => transaction;

    /// <summary>Whether a commit was asked for: from then on nothing is tried again.</summary>
    internal bool CommitAsked { get; private set; }

    /// <summary>Keeps what was written.</summary>
    /// <exception cref="OutcomeUnknownException">No answer came, or one that nobody understands.</exception>
    internal async Task CommitAsync()
    {
        await AuditChain.SealAsync(transaction, engine.Dialect, cancellationToken);
        CommitAsked = true;
        committed();
        try
        {
            await engine.CommitAsync(transaction);
        }
        catch (Exception exception) when (IsUnknown(exception))
        {
            throw new OutcomeUnknownException(exception);
        }
    }

    private bool IsUnknown(Exception exception) =>
        engine.Classify(exception) == FailureKind.Lost
        || (engine.Classify(exception) == FailureKind.Lasting && engine.Translate(exception, CancellationToken.None) is null);
}

/// <summary>The connection was lost while a commit was under way: it may or may not have been done. Nothing is half done.</summary>
public sealed class OutcomeUnknownException(Exception inner)
    : Exception("The connection was lost while saving. It may or may not have been done; look before you repeat it.", inner);
