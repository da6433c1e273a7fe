using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Web.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>The review queue: what is selected, what comes next, and the keys.</summary>
public sealed partial class ReviewPage
{
    private readonly List<ReviewQueueRow> rows = [];
    private ReviewQueue? queue;
    private InvoiceDetail? preview;
    private InvoiceChanged? changed;
    private Error? refusal;
    private int selected;
    private int done;
    private long total;
    private bool deciding;
    private IJSObjectReference? keys;
    private DotNetObjectReference<ReviewPage>? self;

    public static Permission Requires => Permissions.Invoices.ReadReviews;

    /// <summary>The invoice to begin with.</summary>
    [SupplyParameterFromQuery(Name = "invoice")]
    public Guid? First { get; set; }

    [Inject]
    private ReviewQueueQuery Queue { get; set; } = null!;

    [Inject]
    private InvoiceQuery Invoices { get; set; } = null!;

    [Inject]
    private InvoiceActions Actions { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    private IReadOnlyList<Crumb> Crumbs => [new Crumb(Texts["List.Title"], InvoiceAddress.List)];

    /// <summary>A key was pressed outside fields and dialogs.</summary>
    [JSInvokable]
    public async Task OnKeyAsync(string key)
    {
        // The keys of a person who types ahead wait for nothing: a decision under way takes none.
        if (deciding || rows.Count == 0)
        {
            return;
        }

        await (
            key switch
            {
                "j" => SelectAsync(selected + 1),
                "k" => SelectAsync(selected - 1),
                "a" => ApproveAsync(),
                "s" => SendBackAsync(),
                _ => Task.CompletedTask,
            }
        );
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        self?.Dispose();
        try
        {
            if (keys is not null)
            {
                await keys.InvokeVoidAsync("stop");
                await keys.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listener with it.
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await ReloadAsync();
        await SelectAsync(First is { } first ? Math.Max(0, rows.FindIndex(row => row.Id == first)) : 0);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            self = DotNetObjectReference.Create(this);
            await using var module = await Script.InvokeAsync<IJSObjectReference>("import", "./Workspace/Invoices/ReviewPage.razor.js");
            keys = await module.InvokeAsync<IJSObjectReference>("listen", self);
            StateHasChanged();
        }
    }

    private async Task ReloadAsync()
    {
        var result = await Queue.Run(CancellationToken.None);
        refusal = result.Error;
        if (!result.Ok)
        {
            return;
        }

        queue = result.Value;
        rows.Clear();
        rows.AddRange(queue.Rows);
        total = done + queue.Waiting;
    }

    private async Task SelectAsync(int place)
    {
        selected = Math.Clamp(place, 0, Math.Max(0, rows.Count - 1));
        if (rows.Count == 0)
        {
            preview = null;
            return;
        }

        var wanted = rows[selected].Id;
        var result = await Invoices.Run(wanted, CancellationToken.None);

        // A slower answer for what was selected before does not come over a newer one.
        if (rows.ElementAtOrDefault(selected)?.Id == wanted)
        {
            preview = result.Ok ? result.Value : null;
            refusal = result.Error;
        }
    }

    private Task ApproveAsync() => DecideAsync(Actions.IssueAsync);

    private Task SendBackAsync() => DecideAsync(Actions.SendBackAsync);

    private async Task DecideAsync(Func<InvoiceSubject, Task<ActionOutcome>> decide)
    {
        if (deciding || preview is null)
        {
            return;
        }

        deciding = true;
        try
        {
            var outcome = await decide(InvoiceSubject.Of(preview));
            if (!outcome.IsNew)
            {
                return;
            }

            changed = outcome.Changed;
            done += outcome.Done ? 1 : 0;
            await ReloadAsync();
            await SelectAsync(selected);
        }
        finally
        {
            deciding = false;
            StateHasChanged();
        }
    }
}
