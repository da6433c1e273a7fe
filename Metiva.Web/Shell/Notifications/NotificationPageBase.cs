using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Notifications;
using Metiva.Web.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Shell.Notifications;

/// <summary>A person's notifications: the same page in the workspace and in the portal.</summary>
public abstract class NotificationPageBase : ListPageBase
{
    private IDisposable? listening;

    /// <summary>The page of rows; null while it is read.</summary>
    protected NotificationList? List { get; private set; }

    /// <inheritdoc/>
    protected override ListRules Rules => NotificationAddress.Rules;

    [CascadingParameter]
    private TenantContext? Tenant { get; set; }

    [Inject]
    private NotificationListQuery Notifications { get; set; } = null!;

    [Inject]
    private ReadNotifications Read { get; set; } = null!;

    [Inject]
    private NotificationSignals Signals { get; set; } = null!;

    [Inject]
    private CommandRunner Runner { get; set; } = null!;

    [Inject]
    private IStringLocalizer<NotificationTexts> Words { get; set; } = null!;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive && Tenant is not null)
        {
            listening = Signals.Listen(Tenant, () => _ = InvokeAsync(AgainAsync));
        }

        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var request = new NotificationRequest(query.Text("show") is not null, query.Text("about"), query.Page, query.PageSize);
        var result = await Notifications.Run(request, cancellationToken);
        List = result.Ok ? result.Value : null;
    }

    /// <summary>Marks one as read, or all of them.</summary>
    protected async Task MarkAsync(Guid? id)
    {
        await Runner.RunAsync(token => Read.Run(new(id), token), id is null ? _ => Words["MarkAll.Done"] : null, CancellationToken.None);
        await AgainAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        listening?.Dispose();
        base.Dispose(disposing);
    }

    private async Task AgainAsync()
    {
        try
        {
            await ReloadAsync();
            StateHasChanged();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
