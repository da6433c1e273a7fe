using Microsoft.AspNetCore.Components;

namespace Metiva.Web.Ui;

/// <summary>The parameters and the columns of a list.</summary>
public partial class ListTable<TRow>
{
    private const int SkeletonLines = 6;
    private readonly List<Column<TRow>> columns = [];

    /// <summary>The rows; null while they are first loaded.</summary>
    [Parameter, EditorRequired]
    public ListPage<TRow>? Page { get; set; }

    /// <summary>What the address asks for. Null where a short list has neither pages nor an order to choose.</summary>
    [Parameter]
    public ListQuery? Query { get; set; }

    /// <summary>What the table holds, for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Caption { get; set; }

    /// <summary>The <see cref="Column{TRow}"/>s.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment Columns { get; set; }

    /// <summary>Shown when there is nothing at all: an <see cref="EmptyState"/> that says what to do first.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>What stands between the rows and the pager, such as the totals of the filter.</summary>
    [Parameter]
    public RenderFragment? Summary { get; set; }

    /// <summary>Whether newer rows are on their way.</summary>
    [Parameter]
    public bool Loading { get; set; }

    /// <summary>What makes a row this row, so that it keeps its place when others come and go.</summary>
    [Parameter]
    public Func<TRow, object>? Key { get; set; }

    /// <summary>A class for a row, such as <c>muted</c>.</summary>
    [Parameter]
    public Func<TRow, string?>? RowClass { get; set; }

    private bool IsBusy => Loading || Page is null;

    internal void Add(Column<TRow> column) => columns.Add(column);

    internal void Remove(Column<TRow> column) => columns.Remove(column);

    private object RowKey(TRow row) => Key?.Invoke(row) ?? row!;

    private string? AriaSort(Column<TRow> column) =>
        column.Sort is null || Query is null || Query.Sort != column.Sort ? null
        : Query.Descending ? "descending"
        : "ascending";
}
