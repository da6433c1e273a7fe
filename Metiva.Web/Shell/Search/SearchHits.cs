namespace Metiva.Web.Shell.Search;

/// <summary>What is searched for.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="Portal">Whether in the portal.</param>
/// <param name="Type">Of one kind only; null for all.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">Rows a page.</param>
public sealed record SearchRequest(string? Text, bool Portal, string? Type = null, int Page = 1, int PageSize = 25);

/// <summary>A record that was found.</summary>
public sealed record SearchHit
{
    public string EntityType { get; init; } = "";
    public Guid EntityId { get; init; }
    public string Title { get; init; } = "";

    /// <summary>The beginning of what it was found by.</summary>
    public string Text { get; init; } = "";
}

/// <summary>How many of a kind were found.</summary>
public sealed record SearchCount
{
    public string EntityType { get; init; } = "";
    public long Found { get; init; }
}

/// <summary>What was found: one page, how many there are of each kind that may be found, and the words that were looked for.</summary>
public sealed record SearchHits(
    IReadOnlyList<SearchHit> Rows,
    IReadOnlyList<SearchCount> Counts,
    IReadOnlyList<string> Words,
    long Total,
    int Page
)
{
    /// <summary>Nothing was looked for.</summary>
    public static SearchHits None { get; } = new([], [], [], 0, 1);
}
