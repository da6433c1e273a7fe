using Metiva.Web.Ui;
using Xunit;

namespace Metiva.Tests.Ui;

public sealed class ListQueryTests
{
    private static readonly ListRules Rules = new()
    {
        Sorts = ["issued", "number", "total"],
        DefaultSort = "-issued",
        Filters =
        [
            ListFilter.Text("q", 12),
            ListFilter.Choice<DayOfWeek>("day"),
            ListFilter.Date("from"),
            ListFilter.Id("account"),
            ListFilter.Choice("state", "open", "paid"),
        ],
    };

    [Fact]
    public void An_address_without_a_query_is_the_first_page_in_the_usual_order()
    {
        var query = Read("/list");
        Assert.Equal((1, 25, "issued", true, false), (query.Page, query.PageSize, query.Sort, query.Descending, query.HasFilters));
        Assert.Equal("/list", query.Href);
    }

    [Fact]
    public void Everything_asked_for_is_read_from_an_absolute_address()
    {
        var query = Read(
            "https://metiva.example/list?page=3&size=50&sort=-total&q=Smit&day=Friday&from=2026-02-28&account=0198f7a2-0000-7000-8000-00000000000a&state=paid#top"
        );
        Assert.Equal((3, 50, 100L), (query.Page, query.PageSize, query.Offset));
        Assert.Equal(("total", true), (query.Sort, query.Descending));
        Assert.Equal(("Smit", DayOfWeek.Friday), (query.Text("q"), query.Choice<DayOfWeek>("day")));
        Assert.Equal(new DateOnly(2026, 2, 28), query.Date("from"));
        Assert.Equal(Guid.Parse("0198f7a2-0000-7000-8000-00000000000a"), query.Id("account"));
        Assert.Equal("/list", query.Path);
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=-4")]
    [InlineData("page=1e3")]
    [InlineData("page=99999999999")]
    [InlineData("size=7")]
    [InlineData("size=100000")]
    [InlineData("sort=password")]
    [InlineData("sort=--issued")]
    [InlineData("sort=-")]
    [InlineData("sort=issued;DROP")]
    [InlineData("state=Open")]
    [InlineData("state=all")]
    [InlineData("day=5")]
    [InlineData("day=friday")]
    [InlineData("from=28-02-2026")]
    [InlineData("from=2026-02-30")]
    [InlineData("account={0198f7a2-0000-7000-8000-00000000000a}")]
    [InlineData("q=%20%00%0A")]
    [InlineData("unknown=1")]
    public void What_makes_no_sense_counts_as_not_asked(string query) => Assert.Equal("/list", Read("/list?" + query).Href);

    [Fact]
    public void A_page_too_high_stays_in_bounds_and_falls_on_the_last_one()
    {
        var query = Read("/list?page=900000");
        Assert.Equal(ListQuery.LastPage, query.Page);
        Assert.Equal((3, 1), (query.PageOf(60), query.PageOf(0)));
    }

    [Fact]
    public void Text_loses_control_characters_and_what_is_too_long() =>
        Assert.Equal("Bakkerij Va", Read("/list?q=%07Bakkerij%20Va%F0%9F%A5%90n").Text("q"));

    [Fact]
    public void The_first_of_two_values_counts() => Assert.Equal("open", Read("/list?state=open&state=paid").Text("state"));

    [Fact]
    public void Another_order_keeps_the_filters_and_starts_at_the_first_page()
    {
        var query = Read("/list?page=4&state=open");
        Assert.Equal("/list?state=open&sort=total", query.HrefForSort("total"));
        Assert.Equal("/list?state=open&sort=issued", query.HrefForSort("issued"));
        Assert.Equal("/list?state=open", Read("/list?state=open&sort=issued").HrefForSort("issued"));
    }

    [Fact]
    public void Another_page_keeps_order_filters_and_size() =>
        Assert.Equal("/list?state=open&sort=number&size=50&page=2", Read("/list?sort=number&size=50&state=open").HrefForPage(2));

    [Fact]
    public void A_changed_filter_is_cleaned_like_one_from_an_address()
    {
        var query = Read("/list?page=2&state=open&q=a%26b");
        Assert.Equal("/list?q=a%26b", query.HrefWith("state", null));
        Assert.Equal("/list?q=a%26b", query.HrefWith("state", "nonsense"));
        Assert.Equal("/list?q=a%26b&state=paid", query.HrefWith("state", "paid"));
        Assert.Equal("/list", query.HrefWithoutFilters);
    }

    [Fact]
    public void Reading_an_address_that_it_wrote_gives_the_same_view()
    {
        var query = Read("/list?sort=-total&size=100&q=x+y&page=7&from=2026-01-01");
        Assert.Equal(query.Href, Read(query.Href).Href);
    }

    private static ListQuery Read(string address) => ListQuery.Read(address, Rules);
}
