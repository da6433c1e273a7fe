using Metiva.Tests.Load.Protocol;

namespace Metiva.Tests.Load;

/// <summary>What somebody sees of a page with a list, or of one record: read from the page as a circuit has drawn it.</summary>
internal sealed class ListView
{
    private readonly PageNode? table;

    private ListView(PageNode root)
    {
        foreach (var node in root.All().Where(node => node.Name is not null))
        {
            switch (node.Name)
            {
                case "strong" when IsIn(node, "company-badge") || IsIn(node, "portal-brand"):
                    Company ??= node.Text();
                    break;
                case "h1":
                    Heading = node.Text();
                    break;
                case "table" when node.HasClass("list"):
                    table ??= node;
                    break;
                case "div" when node.HasClass("table-frame"):
                    IsBusy |= node["aria-busy"] == "true";
                    break;
                case "div" when node.HasClass("main-and-side"):
                    HasRecord = true;
                    break;
                case "a" when node.HasClass("sort"):
                    SortLinks.Add(node);
                    break;
                case "a" when node["rel"] is "next" or "prev":
                    Steps.Add(node);
                    break;
                case "a" when node["aria-current"] == "page" && IsIn(node, "pager"):
                    Page = node.Text();
                    break;
                case "a" when node.HasClass("quiet") && IsIn(node, "filter-actions"):
                    ClearLink = node;
                    break;
                case "a" when IsIn(node, "show"):
                    Choices.Add(node);
                    break;
                case "select" when node["name"] == "state":
                    States = node;
                    break;
            }

            // An invoice that is late is said in red as well; only what went wrong is an alert.
            if (node["data-refusal"] is not null || (node["role"] == "alert" && node.HasClass("bad")))
            {
                Trouble ??= node.Text();
            }
        }

        Rows = table is null ? [] : [.. table.Elements("a").Where(link => link.HasClass("row-link"))];
    }

    public string? Company { get; }

    public string? Heading { get; }

    /// <summary>Whether newer rows are on their way.</summary>
    public bool IsBusy { get; }

    public bool HasTable => table is not null;

    /// <summary>Whether one record is shown, read and drawn.</summary>
    public bool HasRecord { get; }

    /// <summary>An error or a refusal that is shown.</summary>
    public string? Trouble { get; }

    public List<PageNode> SortLinks { get; } = [];

    /// <summary>To the next page and to the one before, as far as there are any.</summary>
    public List<PageNode> Steps { get; } = [];

    public string? Page { get; }

    /// <summary>What takes the filters away, while there are any.</summary>
    public PageNode? ClearLink { get; }

    /// <summary>The portal's filters.</summary>
    public List<PageNode> Choices { get; } = [];

    /// <summary>The workspace's filter of states.</summary>
    public PageNode? States { get; }

    /// <summary>The link of each row.</summary>
    public IReadOnlyList<PageNode> Rows { get; }

    /// <summary>What the rows are, in order.</summary>
    public string Order => string.Join('\n', Rows.Select(row => row["href"]));

    /// <summary>The column that is sorted by, as its link's hint names it, and which way.</summary>
    public string? SortedBy => SortLinks.Where(link => Above(link, "th")?["aria-sort"] is not null).Select(SortOf).FirstOrDefault();

    /// <summary>The text of every row, for comparing with what another browser shows.</summary>
    public IReadOnlyList<string> RowTexts =>
        table is null ? [] : [.. table.Elements("tr").Where(row => Above(row, "tbody") is not null).Select(row => row.Text())];

    public static ListView Of(PageNode root) => new(root);

    public static string SortOf(PageNode link) => $"{link["title"]} {Above(link, "th")?["aria-sort"]}";

    private static PageNode? Above(PageNode node, string element)
    {
        for (var above = node.Parent; above is not null; above = above.Parent)
        {
            if (above.Name == element)
            {
                return above;
            }
        }

        return null;
    }

    private static bool IsIn(PageNode node, string value)
    {
        for (var above = node.Parent; above is not null; above = above.Parent)
        {
            if (above.HasClass(value))
            {
                return true;
            }
        }

        return false;
    }
}
