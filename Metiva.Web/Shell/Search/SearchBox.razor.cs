using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Metiva.Web.Shell.Search;

/// <summary>What the box does: waits until the typing rests, keeps the latest answer only, and follows the keyboard.</summary>
public sealed partial class SearchBox
{
    private const int Shown = 8;
    private const string ListId = "search-suggestions";
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Leaving = TimeSpan.FromMilliseconds(150);

    private CancellationTokenSource? running;
    private SearchHits hits = SearchHits.None;
    private string text = "";
    private int active = -1;
    private int generation;
    private bool open;
    private bool failed;
    private bool inside;

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private bool IsOpen => open && (failed || hits.Words.Count > 0);

    private static string OptionId(int place) => $"search-option-{place}";

    private string HrefOf(SearchHit hit) =>
        SearchAddress.Record(hit, Tenant, Portal) ?? SearchAddress.Results(hit.Title, Portal, hit.EntityType);

    private async Task TypedAsync(ChangeEventArgs args)
    {
        text = args.Value as string ?? "";
        Stop();
        if (SearchWords.Typed(text).Count == 0)
        {
            hits = SearchHits.None;
            open = false;
            return;
        }

        using var mine = new CancellationTokenSource();
        running = mine;
        try
        {
            await Task.Delay(Rest, Time, mine.Token);
            var found = await Search.Suggest(new SearchRequest(text, Portal, PageSize: Shown), mine.Token);

            // An answer to what was typed before is of no use any more.
            if (running != mine)
            {
                return;
            }

            // Grouped by kind, so that the arrows go down the list as it is seen.
            hits = found.Ok
                ? found.Value with
                {
                    Rows = [.. found.Value.Rows.GroupBy(hit => hit.EntityType).SelectMany(group => group)],
                }
                : SearchHits.None;
            (failed, active, open) = (!found.Ok, -1, true);
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            // Something newer was typed, or the page was left.
        }
        catch (Exception exception) when (exception is BindingRefusedException or TimeoutException)
        {
            // The header stays; the page inside says what is wrong, if anything lasting is.
            (hits, failed, active, open) = (SearchHits.None, true, -1, running == mine);
        }
        finally
        {
            if (running == mine)
            {
                running = null;
            }
        }
    }

    private void Key(KeyboardEventArgs args)
    {
        switch (args.Key)
        {
            case "ArrowDown" when hits.Rows.Count > 0:
                open = true;
                active = (active + 1) % hits.Rows.Count;
                break;
            case "ArrowUp" when hits.Rows.Count > 0:
                open = true;
                active = active <= 0 ? hits.Rows.Count - 1 : active - 1;
                break;
            case "Escape":
                Stop();
                (open, active) = (false, -1);
                break;
        }
    }

    private void Submit()
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        var target = active >= 0 && active < hits.Rows.Count ? HrefOf(hits.Rows[active]) : SearchAddress.Results(text.Trim(), Portal);
        Close();
        Navigation.NavigateTo(target);
    }

    private void Close()
    {
        Stop();
        (text, hits, open, failed, active) = ("", SearchHits.None, false, false, -1);

        // A new box, because a browser keeps what was typed into the old one.
        generation++;
    }

    private void Stay() => inside = true;

    // Focus goes from the box to a result before the result is clicked.
    private async Task LeaveAsync()
    {
        inside = false;
        await Task.Delay(Leaving, Time);
        if (!inside)
        {
            open = false;
        }
    }

    private void Stop()
    {
        running?.Cancel();
        running = null;
    }
}
