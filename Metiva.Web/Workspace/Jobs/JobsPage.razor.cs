using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Jobs;
using Metiva.Web.Ui;

namespace Metiva.Web.Workspace.Jobs;

/// <summary>The company's work. It looks again by itself for as long as somebody looks at it, more often while something runs.</summary>
public sealed partial class JobsPage
{
    private readonly CancellationTokenSource left = new();
    private ListPage<JobRow>? page;
    private IReadOnlyList<string> kinds = [];
    private Error? refusal;

    public static Permission Requires => Permissions.Settings.Read;

    protected override ListRules Rules => JobAddress.Rules;

    private IEnumerable<FilterOption> States =>
        Enum.GetNames<WorkState>().Select(state => new FilterOption(state, Texts["State." + state]));

    private IEnumerable<FilterOption> Kinds => kinds.Select(kind => new FilterOption(kind, Texts.Kind(kind)));

    protected override async Task LoadAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var result = await Jobs.Run(query, cancellationToken);
        refusal = result.Error;
        (page, kinds) = result.Ok ? (result.Value.Page, result.Value.Kinds) : (null, []);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await LiveView.FollowAsync(
                () => page?.Rows.Any(row => row.State == WorkState.Running) == true,
                ShowAgainAsync,
                Time,
                left.Token
            );
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
