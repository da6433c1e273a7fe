using Microsoft.AspNetCore.Components;

namespace Metiva.Web.Ui;

/// <summary>Where the content of a column stands.</summary>
public enum Align
{
    /// <summary>Text.</summary>
    Start,

    /// <summary>Numbers and amounts.</summary>
    End,

    /// <summary>Icons.</summary>
    Center,
}

/// <summary>A column of a <see cref="ListTable{TRow}"/>.</summary>
public sealed class Column<TRow> : ComponentBase, IDisposable
{
    /// <summary>The heading, which is also the label on narrow screens.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The key of <see cref="ListRules.Sorts"/> that the heading sorts by.</summary>
    [Parameter]
    public string? Sort { get; set; }

    [Parameter]
    public Align Align { get; set; }

    /// <summary>What a row shows.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment<TRow> ChildContent { get; set; }

    /// <summary>What the row of totals shows under this column.</summary>
    [Parameter]
    public RenderFragment? Footer { get; set; }

    /// <summary>Makes the content a link, and the whole row clickable. Give it to one column.</summary>
    [Parameter]
    public Func<TRow, string>? Href { get; set; }

    /// <summary>The heading is for screen readers only, as over a column of buttons.</summary>
    [Parameter]
    public bool HideTitle { get; set; }

    /// <summary>Left out on narrow screens.</summary>
    [Parameter]
    public bool WideOnly { get; set; }

    [CascadingParameter]
    private ListTable<TRow> Table { get; set; } = null!;

    internal string CssClass =>
        (Align, WideOnly) switch
        {
            (Align.End, false) => "end",
            (Align.End, true) => "end wide-only",
            (Align.Center, false) => "center",
            (Align.Center, true) => "center wide-only",
            (_, true) => "wide-only",
            _ => "",
        };

    /// <inheritdoc/>
    public void Dispose() => Table.Remove(this);

    /// <inheritdoc/>
    protected override void OnInitialized() => Table.Add(this);
}
