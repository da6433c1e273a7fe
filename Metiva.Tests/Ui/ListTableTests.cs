using Bunit;
using Metiva.Web.Ui;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace Metiva.Tests.Ui;

public sealed class ListTableTests : ComponentTest
{
    private static readonly ListRules Rules = new()
    {
        Sorts = ["name", "total"],
        DefaultSort = "name",
        Filters = [ListFilter.Text("q")],
    };

    [Fact]
    public void A_row_has_a_labelled_cell_for_each_column_and_a_link_over_all_of_it()
    {
        var table = Show(new ListPage<string>(["Anna", "Bram"], 2));
        Assert.Equal(["Naam", "Lengte"], table.FindAll("tbody tr:first-child td").Select(cell => cell.GetAttribute("data-label")));
        Assert.Equal("/people/Anna", table.Find("a.row-link").GetAttribute("href"));
        Assert.Equal("Mensen", table.Find("caption").TextContent);
    }

    [Fact]
    public void Headings_are_links_and_say_how_the_rows_are_sorted()
    {
        var table = Show(new ListPage<string>(["Anna"], 1), "/people?sort=-total");
        Assert.Equal("/people?sort=total", table.Find("th:nth-child(2) a").GetAttribute("href"));
        Assert.Equal("/people", table.Find("th:nth-child(1) a").GetAttribute("href"));
        Assert.Equal("descending", table.Find("th:nth-child(2)").GetAttribute("aria-sort"));
        Assert.False(table.Find("th:nth-child(1)").HasAttribute("aria-sort"));
    }

    [Fact]
    public void While_the_first_rows_are_on_their_way_the_table_has_lines_and_says_busy()
    {
        var table = Show(page: null);
        Assert.Equal("true", table.Find(".table-frame").GetAttribute("aria-busy"));
        Assert.NotEmpty(table.FindAll(".skeleton"));
    }

    [Fact]
    public void Nothing_at_all_shows_what_to_do_first() =>
        Assert.Contains("Nodig eerst iemand uit", Show(ListPage<string>.Empty).Markup, StringComparison.Ordinal);

    [Fact]
    public void Nothing_for_these_filters_offers_to_clear_them()
    {
        var table = Show(ListPage<string>.Empty, "/people?q=zz&sort=total");
        Assert.DoesNotContain("Nodig eerst iemand uit", table.Markup, StringComparison.Ordinal);
        Assert.Equal("/people?sort=total", table.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public void The_pager_links_to_neighbours_first_and_last()
    {
        var table = Show(new ListPage<string>(["Anna"], 312), "/people?page=6");
        Assert.Equal(["1", "…", "5", "6", "7", "…", "13"], table.FindAll(".pager li.number").Select(item => item.TextContent.Trim()));
        Assert.Equal("/people?page=5", table.Find("a[rel=prev]").GetAttribute("href"));
        Assert.Equal("/people?page=7", table.Find("a[rel=next]").GetAttribute("href"));
        Assert.Equal("page", table.Find(".pager li.number a[href='/people?page=6']").GetAttribute("aria-current"));
        Assert.Equal("126–150 van 312", table.Find(".pager-range").TextContent);
    }

    [Fact]
    public void A_page_past_the_end_pages_back_from_the_last()
    {
        var table = Show(new ListPage<string>(["Anna"], 60), "/people?page=90");
        Assert.Equal("51–60 van 60", table.Find(".pager-range").TextContent);
        Assert.Equal("/people?page=2", table.Find("a[rel=prev]").GetAttribute("href"));
        Assert.Empty(table.FindAll("a[rel=next]"));
    }

    [Fact]
    public void Its_words_are_in_the_readers_language()
    {
        Read("en-GB");
        Assert.Equal("1–25 of 60", Show(new ListPage<string>(["Anna"], 60)).Find(".pager-range").TextContent);
    }

    private IRenderedComponent<ListTable<string>> Show(ListPage<string>? page, string address = "/people") =>
        Render<ListTable<string>>(parameters =>
            parameters
                .Add(table => table.Page, page)
                .Add(table => table.Query, ListQuery.Read(address, Rules))
                .Add(table => table.Caption, "Mensen")
                .Add(table => table.Empty, Html("<p>Nodig eerst iemand uit</p>"))
                .Add(table => table.Columns, Columns)
        );

    private static void Columns(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
    {
        builder.OpenComponent<Column<string>>(0);
        builder.AddComponentParameter(1, nameof(Column<>.Title), "Naam");
        builder.AddComponentParameter(2, nameof(Column<>.Sort), "name");
        builder.AddComponentParameter(3, nameof(Column<>.Href), (Func<string, string>)(row => "/people/" + row));
        builder.AddComponentParameter(4, nameof(Column<>.ChildContent), (RenderFragment<string>)(row => cell => cell.AddContent(0, row)));
        builder.CloseComponent();
        builder.OpenComponent<Column<string>>(5);
        builder.AddComponentParameter(6, nameof(Column<>.Title), "Lengte");
        builder.AddComponentParameter(7, nameof(Column<>.Sort), "total");
        builder.AddComponentParameter(8, nameof(Column<>.Align), Align.End);
        builder.AddComponentParameter(
            9,
            nameof(Column<>.ChildContent),
            (RenderFragment<string>)(row => cell => cell.AddContent(0, row.Length))
        );
        builder.CloseComponent();
    }
}
