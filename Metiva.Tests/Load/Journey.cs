using Metiva.Tests.Load.Protocol;
using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Tests.Load;

/// <summary>Something that a page shows and must not.</summary>
internal sealed class WrongPageException(string message) : Exception(message);

/// <summary>
/// What a person does with a list, click by click and round by round: sort it by a column, go to another page, open a record, go back,
/// filter, take the filter away. A step is over when the page shows its result, which must be the person's own company's.
/// </summary>
internal sealed class Journey(Circuit circuit, Visitor visitor)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private int done;
    private string orderBefore = "";

    /// <summary>The steps of a round.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sort", "page", "open", "back", "filter", "clear"];

    /// <summary>The next step's name.</summary>
    public string Next => Names[done % Names.Count];

    private int Round => done / Names.Count;

    /// <summary>Does the next step.</summary>
    public async Task StepAsync()
    {
        switch (Next)
        {
            case "sort":
                await SortAsync();
                break;
            case "page":
                await TurnAsync();
                break;
            case "open":
                await OpenAsync();
                break;
            case "back":
                await circuit.BackAsync();
                await ShowsAsync(view => view.Order == orderBefore);
                break;
            case "filter":
                await FilterAsync();
                break;
            default:
                await ClearAsync();
                break;
        }

        done++;
    }

    private async Task SortAsync()
    {
        var was = circuit.See(root => ListView.Of(root).SortedBy);
        string? column = null;
        await circuit.FollowAsync(root =>
        {
            var links = ListView.Of(root).SortLinks;
            var link = links[Round % links.Count];
            column = link["title"];
            return link;
        });
        await ShowsAsync(view =>
            view.SortedBy is { } now && now != was && now.StartsWith(column!, StringComparison.Ordinal) && view.Rows.Count > 0
        );
    }

    /// <summary>To the next page, or the one before. A list of one page is sorted the other way round instead.</summary>
    private async Task TurnAsync()
    {
        if (circuit.See(root => ListView.Of(root).Steps.Count) == 0)
        {
            await SortAsync();
            return;
        }

        string? page = null;
        await circuit.FollowAsync(root =>
        {
            var link = ListView.Of(root).Steps[^1];
            page = PageOf(link["href"]!);
            return link;
        });
        await ShowsAsync(view => view.Page == page && view.Rows.Count > 0);
    }

    private async Task OpenAsync()
    {
        string? title = null;
        await circuit.FollowAsync(root =>
        {
            var view = ListView.Of(root);
            orderBefore = view.Order;
            var row = view.Rows[(Round * 7) % view.Rows.Count];
            title = row.Text();
            return row;
        });

        // A draft has no number yet, and its page no more than a title in general.
        var named = title!.Any(char.IsAsciiDigit);
        await circuit.UntilAsync(
            root =>
                ListView.Of(root) is { HasRecord: true, Rows.Count: 0 } view
                && Checked(view).Heading is { } heading
                && (!named || heading.Contains(title!, StringComparison.Ordinal))
                    ? heading
                    : null,
            Patience
        );
    }

    private async Task FilterAsync()
    {
        if (visitor.IsClient)
        {
            await ChooseAsync(1 + Round);
            return;
        }

        string? state = null;
        var chosen = circuit.See(root =>
        {
            var options = ListView.Of(root).States!.Elements("option").ToList();
            return options[1 + (Round % (options.Count - 1))]["value"]!;
        });
        await circuit.ChangeAsync(
            root =>
            {
                state = chosen;
                return ListView.Of(root).States;
            },
            chosen
        );
        await ShowsAsync(view => view.ClearLink is not null && circuit.Address.Query.Contains($"state={state}", StringComparison.Ordinal));
    }

    private async Task ClearAsync()
    {
        if (visitor.IsClient)
        {
            await ChooseAsync(0);
            return;
        }

        await circuit.FollowAsync(root => ListView.Of(root).ClearLink);
        await ShowsAsync(view => view.ClearLink is null && view.Rows.Count > 0);
    }

    /// <summary>The portal's filters are links, of which one is always chosen.</summary>
    private async Task ChooseAsync(int number)
    {
        var index = 0;
        await circuit.FollowAsync(root =>
        {
            var choices = ListView.Of(root).Choices;
            index = number == 0 ? 0 : 1 + (number % (choices.Count - 1));
            return choices[index];
        });
        await ShowsAsync(view => view.Choices.Count > index && view.Choices[index]["aria-current"] == "true");
    }

    /// <summary>Waits until the list is there as it was asked for, and checks whose it is.</summary>
    private Task ShowsAsync(Func<ListView, bool> asAsked) =>
        circuit.UntilAsync(
            root => ListView.Of(root) is { IsBusy: false, HasRecord: false } view && asAsked(Checked(view)) ? view : null,
            Patience
        );

    private ListView Checked(ListView view)
    {
        if (view.Trouble is not null)
        {
            throw new WrongPageException($"{visitor.Name} sees at {circuit.Address.PathAndQuery}: {view.Trouble}");
        }

        if (view.Company != visitor.Own.Company)
        {
            throw new WrongPageException($"{visitor.Name} sees the company {view.Company}.");
        }

        foreach (var row in view.Rows)
        {
            if (Visitor.IdsIn(row["href"]!).Any(id => !visitor.Own.Ids.Contains(id)))
            {
                throw new WrongPageException($"{visitor.Name} sees a foreign invoice: {row["href"]}");
            }
        }

        return view;
    }

    private static string PageOf(string href) =>
        QueryHelpers.ParseQuery(new Uri(new Uri("http://localhost"), href).Query).TryGetValue("page", out var page) ? page.ToString() : "1";
}
