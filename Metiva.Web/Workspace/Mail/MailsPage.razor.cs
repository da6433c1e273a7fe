using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Mail;
using Metiva.Web.Ui;

namespace Metiva.Web.Workspace.Mail;

/// <summary>The company's mails. It looks again by itself for as long as somebody looks at it, more often while one is on its way.</summary>
public sealed partial class MailsPage
{
    private readonly CancellationTokenSource left = new();
    private ListPage<MailRow>? page;
    private IReadOnlyList<string> kinds = [];
    private Error? refusal;

    public static Permission Requires => Permissions.Audit.Read;

    protected override ListRules Rules => MailLogAddress.Rules;

    private IEnumerable<FilterOption> States =>
        Enum.GetNames<MailState>().Select(state => new FilterOption(state, Texts["State." + state]));

    private IEnumerable<FilterOption> Kinds => kinds.Select(kind => new FilterOption(kind, Texts.Kind(kind)));

    protected override async Task LoadAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var result = await Mails.Run(query, cancellationToken);
        refusal = result.Error;
        (page, kinds) = result.Ok ? (result.Value.Page, result.Value.Kinds) : (null, []);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await LiveView.FollowAsync(() => page?.Rows.Any(row => row.IsMoving) == true, ShowAgainAsync, Time, left.Token);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            left.Cancel();
            left.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task ShowAgainAsync()
    {
        await ReloadAsync();
        StateHasChanged();
    }
}
