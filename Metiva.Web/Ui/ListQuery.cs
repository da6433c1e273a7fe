using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Web.Ui;

/// <summary>
/// What a list is asked for: page, order and filters, read from the address. Made so that every view of a list has an address of its
/// own; a value that makes no sense falls back to the default and is never an error.
/// </summary>
public sealed class ListQuery
{
    /// <summary>No list is walked further than this.</summary>
    public const int LastPage = 100_000;

    private readonly ListRules rules;
    private readonly FrozenDictionary<string, string> filters;

    private ListQuery(ListRules rules, string path, int page, int pageSize, string order, FrozenDictionary<string, string> filters)
    {
        this.rules = rules;
        this.filters = filters;
        Path = path;
        Page = page;
        PageSize = pageSize;
        Order = order;
    }

    /// <summary>The address without its query.</summary>
    public string Path { get; }

    /// <summary>From 1.</summary>
    public int Page { get; }

    /// <summary>Rows a page.</summary>
    public int PageSize { get; }

    /// <summary>How many rows come before this page. Past the end when the address asks for too high a page; see <see cref="PageOf"/>.</summary>
    public long Offset => (Page - 1L) * PageSize;

    /// <summary>The key that is sorted by: always one of <see cref="ListRules.Sorts"/>.</summary>
    public string Sort => Order.TrimStart('-');

    /// <summary>Whether the order is downwards.</summary>
    public bool Descending => Order.StartsWith('-');

    /// <summary>Whether any filter is set.</summary>
    public bool HasFilters => filters.Count > 0;

    /// <summary>The address of exactly this view.</summary>
    public string Href => Address(Page, PageSize, Order, filters);

    /// <summary>The address without filters, in the same order.</summary>
    public string HrefWithoutFilters => Address(1, PageSize, Order, FrozenDictionary<string, string>.Empty);

    internal string Order { get; }

    internal bool IsDefaultOrder => Order == rules.DefaultSort;

    /// <summary>Reads an address, absolute or relative.</summary>
    public static ListQuery Read(string address, ListRules rules)
    {
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        var values = QueryHelpers.ParseQuery(mark < 0 ? "" : address[mark..].Split('#')[0]);
        string? First(string name) => values.TryGetValue(name, out var found) && found.Count > 0 ? found[0] : null;

        var page = int.TryParse(First("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        var size = int.TryParse(First("size"), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : 0;
        var order =
            First("sort") is { Length: > 0 } wanted && rules.Sorts.Contains(wanted[0] == '-' ? wanted[1..] : wanted)
                ? wanted
                : rules.DefaultSort;
        return new ListQuery(
            rules,
            PathOf(mark < 0 ? address : address[..mark]),
            Math.Clamp(page, 1, LastPage),
            ListRules.PageSizes.Contains(size) ? size : rules.PageSize,
            order,
            Clean(rules, First)
        );
    }

    /// <summary>The page to show when there are <paramref name="total"/> rows: the asked one, or the last.</summary>
    public int PageOf(long total) => (int)Math.Clamp((total + PageSize - 1) / PageSize, 1, Page);

    /// <summary>The value of a filter, or null when it is not set.</summary>
    public string? Text(string filter) => filters.GetValueOrDefault(filter);

    /// <summary>The value of a filter on days.</summary>
    public DateOnly? Date(string filter) =>
        Text(filter) is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    /// <summary>The value of a filter on a record's key.</summary>
    public Guid? Id(string filter) => Text(filter) is { } text ? Guid.ParseExact(text, "D") : null;

    /// <summary>The value of a filter on an enum.</summary>
    public TEnum? Choice<TEnum>(string filter)
        where TEnum : struct, Enum => Text(filter) is { } text ? Enum.Parse<TEnum>(text) : null;

    /// <summary>The address of another page of the same view.</summary>
    public string HrefForPage(int page) => Address(Math.Clamp(page, 1, LastPage), PageSize, Order, filters);

    /// <summary>Another address with the filters and the order of this view, such as its export's.</summary>
    public string HrefOn(string path)
    {
        var here = HrefForPage(1);
        var mark = here.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? path : path + here[mark..];
    }

    /// <summary>The address of the same view with other page sizes, from its start.</summary>
    public string HrefForPageSize(int pageSize) => Address(1, pageSize, Order, filters);

    /// <summary>The address in the order of this key; the other way round when it already is.</summary>
    public string HrefForSort(string key) => Address(1, PageSize, Sort == key && !Descending ? "-" + key : key, filters);

    /// <summary>The address with these filters changed (null removes one), from the first page.</summary>
    public string HrefWith(params IEnumerable<KeyValuePair<string, string?>> changes)
    {
        var wanted = new Dictionary<string, string?>(filters.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        foreach (var (name, value) in changes)
        {
            wanted[name] = value;
        }

        return Address(1, PageSize, Order, Clean(rules, wanted.GetValueOrDefault));
    }

    /// <summary>The address with one filter changed (null removes it), from the first page.</summary>
    public string HrefWith(string filter, string? value) => HrefWith(KeyValuePair.Create(filter, value));

    private static FrozenDictionary<string, string> Clean(ListRules rules, Func<string, string?> valueOf) =>
        rules
            .Filters.Select(filter => (filter.Name, Value: filter.Clean(valueOf(filter.Name))))
            .Where(pair => pair.Value is not null)
            .ToFrozenDictionary(pair => pair.Name, pair => pair.Value!, StringComparer.Ordinal);

    private static string PathOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme != Uri.UriSchemeFile ? uri.AbsolutePath : address;

    // Always in the same order and without defaults, so that one view has one address.
    private string Address(int page, int pageSize, string order, FrozenDictionary<string, string> with)
    {
        var query = rules
            .Filters.Where(filter => with.ContainsKey(filter.Name))
            .Select(filter => KeyValuePair.Create(filter.Name, (string?)with[filter.Name]))
            .ToList();
        Add("sort", order, rules.DefaultSort);
        Add("size", pageSize.ToString(CultureInfo.InvariantCulture), rules.PageSize.ToString(CultureInfo.InvariantCulture));
        Add("page", page.ToString(CultureInfo.InvariantCulture), "1");
        return QueryHelpers.AddQueryString(Path, query);

        void Add(string name, string value, string standard)
        {
            if (value != standard)
            {
                query.Add(KeyValuePair.Create(name, (string?)value));
            }
        }
    }
}
