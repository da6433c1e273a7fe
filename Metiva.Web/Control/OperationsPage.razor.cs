using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Operations;
using Metiva.Web.Ui;

namespace Metiva.Web.Control;

/// <summary>How this node fares. It looks again every few seconds for as long as somebody looks at it.</summary>
public sealed partial class OperationsPage
{
    private const long Megabyte = 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly ListRules ListRules = new()
    {
        Sorts = ["name", "open", "waiting", "evicted", "bound", "refused", "work"],
        DefaultSort = "-refused",
        Filters = [ListFilter.Text("q"), ListFilter.Choice<StandingOnly>("only")],
    };

    private readonly CancellationTokenSource left = new();
    private ListPage<CompanyOnNode>? page;
    private NodeStanding? node;
    private OpenWork? work;
    private Error? error;

    public static Permission Requires => Permissions.ControlPlane.Read;

    protected override ListRules Rules => ListRules;

    private string Age =>
        node?.FeedAge is { } age ? Texts["Operations.Seconds", Format.Number(Math.Round((decimal)age.TotalSeconds, 1))] : "–";

    private Tone FeedTone =>
        node?.FeedAge is not { } age || age > node.FeedMaxAge ? Tone.Bad
        : age > node.FeedMaxAge / 2 ? Tone.Warning
        : Tone.Good;

    private IEnumerable<FilterOption> Onlys =>
        Enum.GetNames<StandingOnly>().Select(name => new FilterOption(name, Texts["Operations.Only." + name]));

    private IEnumerable<string> Work =>
        new (string Key, int Count, int Stopped)[]
        {
            ("Operations.Provisioning", work!.Provisioning, 0),
            ("Operations.Moves", work.Moves, work.MovesStopped),
            ("Operations.Rotations", work.Rotations, work.RotationsStopped),
            ("Operations.Changes", work.Changes, 0),
        }
            .Where(line => line.Count > 0)
            .Select(line =>
                Texts[line.Key, Format.Number(line.Count)].Value
                + (line.Stopped > 0 ? Texts["Operations.Stopped", Format.Number(line.Stopped)].Value : "")
            );

    protected override async Task LoadAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var sort = query.Sort switch
        {
            "open" => StandingSort.Open,
            "waiting" => StandingSort.Waiting,
            "evicted" => StandingSort.Evicted,
            "bound" => StandingSort.Bound,
            "refused" => StandingSort.Refused,
            "work" => StandingSort.Work,
            _ => StandingSort.Name,
        };
        var companies = Overview.Companies(
            new StandingFilter(
                query.Text("q"),
                query.Choice<StandingOnly>("only"),
                sort,
                query.Descending,
                (int)query.Offset,
                query.PageSize
            )
        );
        var standing = Overview.Look();
        var open = await Overview.OpenWorkAsync(cancellationToken);
        error = companies.Error ?? standing.Error ?? open.Error;
        page = companies.Ok ? new ListPage<CompanyOnNode>(companies.Value.Rows, companies.Value.Total) : ListPage<CompanyOnNode>.Empty;
        (node, work) = (standing.Ok ? standing.Value : null, open.Ok ? open.Value : null);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        var gone = left.Token;
        try
        {
            using var timer = new PeriodicTimer(Interval, Time);
            while (await timer.WaitForNextTickAsync(gone))
            {
                await ReloadAsync();
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
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

    private string NameOf(BindingOutcome outcome) =>
        Texts["Outcome." + outcome] is { ResourceNotFound: false } named ? named.Value : outcome.ToString();
}
