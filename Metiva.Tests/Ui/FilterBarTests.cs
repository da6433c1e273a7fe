using Bunit;
using Metiva.Web.Ui;
using Xunit;

namespace Metiva.Tests.Ui;

public sealed class FilterBarTests : ComponentTest
{
    private static readonly ListRules Rules = new()
    {
        Sorts = ["name", "total"],
        DefaultSort = "name",
        Filters = [ListFilter.Text("q"), ListFilter.Choice("state", "open", "paid"), ListFilter.Date("from")],
    };

    [Fact]
    public void Sending_the_form_goes_to_the_address_of_that_view()
    {
        var bar = Show("/list?page=3&sort=total");
        bar.Find("input[name=q]").Change("Smit");
        bar.Find("form").Submit();
        Assert.EndsWith("/list?q=Smit&sort=total", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_applies_at_once_together_with_what_was_typed()
    {
        var bar = Show("/list");
        bar.Find("input[name=from]").Change("2026-03-01");
        bar.Find("select").Change("paid");
        Assert.EndsWith("/list?state=paid&from=2026-03-01", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_asked_for_stands_in_the_fields_and_can_be_cleared()
    {
        var bar = Show("/list?q=Smit&state=open&sort=total");
        Assert.Equal("Smit", bar.Find("input[name=q]").GetAttribute("value"));
        Assert.True(bar.Find("option[value=open]").HasAttribute("selected"));
        Assert.Equal("/list?sort=total", bar.Find(".filter-actions a").GetAttribute("href"));
    }

    [Fact]
    public void Without_a_circuit_it_is_an_ordinary_form_that_keeps_the_order()
    {
        var form = Show("/list?sort=total").Find("form");
        Assert.Equal(("get", "/list"), (form.GetAttribute("method"), form.GetAttribute("action")));
        Assert.Equal("total", form.QuerySelector("input[name=sort]")!.GetAttribute("value"));
    }

    private IRenderedComponent<FilterBar> Show(string address) =>
        Render<FilterBar>(parameters =>
            parameters
                .Add(bar => bar.Query, ListQuery.Read(address, Rules))
                .Add(
                    bar => bar.ChildContent,
                    builder =>
                    {
                        builder.OpenComponent<FilterText>(0);
                        builder.AddComponentParameter(1, nameof(FilterText.Name), "q");
                        builder.AddComponentParameter(2, nameof(FilterText.Label), "Zoeken");
                        builder.CloseComponent();
                        builder.OpenComponent<FilterChoice>(3);
                        builder.AddComponentParameter(4, nameof(FilterChoice.Name), "state");
                        builder.AddComponentParameter(5, nameof(FilterChoice.Label), "Status");
                        builder.AddComponentParameter(6, nameof(FilterChoice.All), "Alle");
                        builder.AddComponentParameter(
                            7,
                            nameof(FilterChoice.Options),
                            (FilterOption[])[new("open", "Open"), new("paid", "Betaald")]
                        );
                        builder.CloseComponent();
                        builder.OpenComponent<FilterDate>(8);
                        builder.AddComponentParameter(9, nameof(FilterDate.Name), "from");
                        builder.AddComponentParameter(10, nameof(FilterDate.Label), "Vanaf");
                        builder.CloseComponent();
                    }
                )
        );
}
