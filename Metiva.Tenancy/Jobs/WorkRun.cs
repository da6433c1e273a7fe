using Metiva.Tenancy.CompanyData;

namespace Metiva.Tenancy.Jobs;

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

    /// <summary>
    /// Whether <see cref="Complete"/> was put into a transaction. Whether that one was committed is looked up in the database when the
    /// handler returns; when it was not, the attempt failed.
    /// </summary>
    public bool Completed { get; private set; }

    /// <summary>
    /// Ends the item in the transaction of the write that is its effect, so that both happen or neither. Where the write then refuses,
    /// the handler throws, so that the attempt counts as failed.
    /// </summary>
    /// <exception cref="WorkLostException">Another process has taken it over; nothing of the write may be kept.</exception>
    public void Complete(CompanyWrite write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var item = write.Data.WorkItems.SingleOrDefault(row => row.Id == ItemId && row.ClaimedBy == Claim) ?? throw new WorkLostException();
        var record = write.Data.WorkRuns.Single(row => row.ItemId == ItemId && row.Attempt == Attempt);
        WorkEnd.Done.Apply(item, record, write.Now);
        Completed = true;
    }
}
