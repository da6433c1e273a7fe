namespace Metiva.Web.Ui;

/// <summary>What a list may be asked for by its address. Whatever is not named here is ignored.</summary>
public sealed class ListRules
{
    /// <summary>The page sizes to choose from.</summary>
    public static readonly IReadOnlyList<int> PageSizes = [25, 50, 100];

    /// <summary>The keys that may be sorted by.</summary>
    public required IReadOnlyList<string> Sorts { get; init; }

    /// <summary>The key sorted by when the address names none; a minus in front means downwards.</summary>
    public required string DefaultSort { get; init; }

    /// <summary>The filters.</summary>
    public IReadOnlyList<ListFilter> Filters { get; init; } = [];

    /// <summary>How many rows a page has when the address does not say: one of <see cref="PageSizes"/>.</summary>
    public int PageSize { get; init; } = 25;
}

/// <summary>One page of a list, and how many rows there are in all.</summary>
public sealed record ListPage<TRow>(IReadOnlyList<TRow> Rows, long Total)
{
    /// <summary>Nothing.</summary>
    public static ListPage<TRow> Empty { get; } = new([], 0);
}
