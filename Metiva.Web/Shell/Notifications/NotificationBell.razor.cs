using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Notifications;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Metiva.Web.Shell.Notifications;

/// <summary>What the bell does: reads when it is woken, and says aloud only what is new since the page opened.</summary>
public sealed partial class NotificationBell : IDisposable
{
    private const int Shown = 8;
    private const int MostSaid = 3;
    private const int SaidMilliseconds = 8_000;

    private readonly CancellationTokenSource leaving = new();
    private IReadOnlyList<NotificationRow> rows = [];
    private HashSet<Guid>? known;
    private IDisposable? listening;
    private long unread;
    private int shown;

    [Inject]
    private NotificationListQuery Notifications { get; set; } = null!;

    [Inject]
    private ReadNotifications Read { get; set; } = null!;

    [Inject]
    private NotificationSignals Signals { get; set; } = null!;

    [Inject]
    private NotificationService Toasts { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        listening?.Dispose();
        leaving.Cancel();
        leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        // Before the first look, so that nothing falls between the two. Only a circuit lives long enough to be woken.
        if (RendererInfo.IsInteractive)
        {
            listening = Signals.Listen(Tenant, () => _ = InvokeAsync(WakeAsync));
        }

        await LookAsync();
    }

    private async Task WakeAsync()
    {
        if (!leaving.IsCancellationRequested)
        {
            await LookAsync();
            StateHasChanged();
        }
    }

    private async Task LookAsync()
    {
        try
        {
            var result = await Notifications.Run(new NotificationRequest(PageSize: Shown), leaving.Token);
            if (!result.Ok)
            {
                return;
            }

            (rows, unread) = (result.Value.Rows, result.Value.UnreadCount);
            Say([.. rows.Where(row => known?.Contains(row.Id) == false && row.ReadAt is null)]);
            known = [.. known ?? [], .. rows.Select(row => row.Id)];
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception exception) when (exception is BindingRefusedException or TimeoutException)
        {
            // The page inside says what is wrong; the bell keeps what it last knew.
        }
    }

    private void Say(IReadOnlyList<NotificationRow> news)
    {
        foreach (var row in news.Take(MostSaid))
        {
            Toasts.Notify(
                new NotificationMessage
                {
                    Severity = NotificationSeverity.Info,
                    Summary = Texts["New"],
                    Detail = Texts.TextOf(row.Kind, row.Facts),
                    Duration = SaidMilliseconds,
                    CloseOnClick = true,
                }
            );
        }
    }

    private async Task ReadAllAsync()
    {
        await ReadAsync(null);
        StateHasChanged();
    }

    private Task OpenAsync(NotificationRow row)
    {
        Close();
        return row.ReadAt is null ? ReadAsync(row.Id) : Task.CompletedTask;
    }

    private async Task ReadAsync(Guid? id)
    {
        try
        {
            await Read.Run(new(id), leaving.Token);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception exception) when (exception is BindingRefusedException or TimeoutException or OutcomeUnknownException)
        {
            // It stays unread, and is there again.
        }

        await LookAsync();
    }

    // A new panel is a closed one.
    private void Close() => shown++;
}
