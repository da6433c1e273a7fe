namespace Metiva.Domain.Files;

/// <summary>How much of the plan's storage is taken: files, those in the bin included, and uploads on their way.</summary>
/// <param name="Used">Bytes that are taken.</param>
/// <param name="Quota">Bytes that the plan includes.</param>
public readonly record struct StorageUse(long Used, long Quota)
{
    private const int WarnedFrom = 80;

    /// <summary>Whole per cent that are taken; more than 100 after a smaller plan was chosen.</summary>
    public int Percent => Quota <= 0 ? 100 : (int)Math.Min(1_000, Used * 100m / Quota);

    /// <summary>Whether people are warned: from 80 per cent.</summary>
    public bool IsNearlyFull => Percent >= WarnedFrom;

    /// <summary>Whether nothing more goes in.</summary>
    public bool IsFull => Used >= Quota;

    /// <summary>The refusal when that many bytes more do not go in, or null.</summary>
    public StorageFull? Refuses(long more) => more > Quota - Used ? new StorageFull(Math.Max(0, Quota - Used), more) : null;
}
