using Metiva.Domain.Shared;
using Metiva.Web.Ui;
using Microsoft.AspNetCore.Components;

namespace Metiva.Web.Shell.Search;

/// <summary>All results for what the address asks: the same page in the workspace and in the portal.</summary>
public abstract class SearchPageBase : ListPageBase
{
    /// <summary>What was found; null while it is looked for.</summary>
    protected SearchHits? Hits { get; private set; }

    /// <summary>Why nothing was looked for.</summary>
    protected Error? Refusal { get; private set; }

    /// <inheritdoc/>
    protected override ListRules Rules => SearchAddress.Rules;

    /// <summary>Whether this is the portal's.</summary>
    protected abstract bool Portal { get; }

    [Inject]
    private GlobalSearchQuery Search { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task LoadAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var request = new SearchRequest(query.Text("q"), Portal, query.Text("type"), query.Page, query.PageSize);
        var result = await Search.Run(request, cancellationToken);
        Refusal = result.Error;
        Hits = result.Ok ? result.Value : null;
    }
}
