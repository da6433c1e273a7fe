using Metiva.Tenancy.CompanyData;

namespace Metiva.Tenancy.Jobs;

/// <summary>
/// Does one kind of work. It is resolved from a scope that is bound to the item's company, so it takes <see cref="CompanyDatabase"/> and
/// whatever else a command takes. It is called at least once for an item: what must not happen twice it writes in a transaction
/// together with <see cref="WorkRun.Complete"/>.
/// </summary>
public interface IWorkHandler
{
    /// <summary>The <see cref="WorkItem.Kind"/> that it does.</summary>
    string Kind { get; }

    /// <summary>Does it. An exception is a failed attempt, which is tried again later.</summary>
    /// <exception cref="WorkRefusedException">Trying again cannot help.</exception>
    Task RunAsync(WorkRun run, CancellationToken cancellationToken);
}

/// <summary>One attempt at one item.</summary>
public sealed class WorkRun
{
    /// <summary>The item's key.</summary>
    public required Guid ItemId { get; init; }

    /// <summary>The ids that it is about, as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The claim that this attempt works under.</summary>
    public required Guid Claim { get; init; }

    /// <summary>How far it is, 0 to 100; null when that cannot be said. Written down now and then while the work is done.</summary>
    public int? Progress { get; set; }

    /// <summary>Whether <see cref="Complete"/> went into a transaction that was committed; what runs the work looks.</summary>
    public bool Completed { get; private set; }

    /// <summary>
    /// Ends the item in the transaction of the write that is its effect, so that both happen or neither. Throws when the claim was lost
    /// meanwhile.
    /// </summary>
    public void Complete(CompanyWrite write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var item = write.Data.WorkItems.Single(row => row.Id == ItemId && row.ClaimedBy == Claim);
        item.State = WorkState.Done;
        item.ClaimedBy = null;
        item.ClaimedUntil = null;
        item.EndedAt = write.Now;
        Completed = true;
    }
}

/// <summary>The work cannot be done, now or later. The code stays in the run history.</summary>
/// <param name="code">A dotted lower-case code.</param>
public sealed class WorkRefusedException(string code) : Exception($"This work cannot be done: {code}.")
{
    /// <summary>Why, as a dotted lower-case code.</summary>
    public string Code { get; } = code;
}
