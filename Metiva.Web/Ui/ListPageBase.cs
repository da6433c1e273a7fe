using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Metiva.Web.Ui;

/// <summary>
/// A page around a list: reads the address, loads, and loads again when only the query of the address changes, which the router does
/// not tell a page by itself. A load that was overtaken is cancelled.
/// </summary>
public abstract class ListPageBase : ComponentBase, IDisposable
{
    private CancellationTokenSource? running;
    private string path = "";

    /// <summary>What is asked for now.</summary>
    protected ListQuery Query { get; private set; } = null!;

    /// <summary>Whether rows are on their way.</summary>
    protected bool Loading { get; private set; }

    /// <summary>What the address may ask for.</summary>
    protected abstract ListRules Rules { get; }

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Fetches what <paramref name="query"/> asks for.</summary>
    protected abstract Task LoadAsync(ListQuery query, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Query = ListQuery.Read(Navigation.Uri, Rules);
        path = Query.Path;
        Navigation.LocationChanged += OnLocationChanged;
        return ReloadAsync();
    }

    /// <summary>Loads the same view again, after a command.</summary>
    protected async Task ReloadAsync()
    {
        if (running is not null)
        {
            await running.CancelAsync();
            running.Dispose();
        }

        using var mine = new CancellationTokenSource();
        running = mine;
        Loading = true;
        try
        {
            await LoadAsync(Query, mine.Token);
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            // A later load took its place, or the page was left.
        }
        finally
        {
            if (running == mine)
            {
                running = null;
                Loading = false;
            }
        }
    }

    /// <summary>Stops listening and cancels what runs.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Navigation.LocationChanged -= OnLocationChanged;
            running?.Cancel();
            running = null;
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs args)
    {
        var asked = ListQuery.Read(args.Location, Rules);
        if (asked.Path == path)
        {
            _ = InvokeAsync(() => ShowAsync(asked));
        }
    }

    private async Task ShowAsync(ListQuery asked)
    {
        Query = asked;
        try
        {
            var reload = ReloadAsync();
            StateHasChanged();
            await reload;
            StateHasChanged();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
