using System.Data.Common;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Search;
using Metiva.Web.Ui;

namespace Metiva.Web.Shell.Search;

/// <summary>
/// Finds records of the company by what a person types: every word as the beginning of a word, best ones first. What the person may not
/// read is left out by the statement itself.
/// </summary>
public sealed class GlobalSearchQuery(TenantScope scope, CompanyDatabase database)
{
    /// <summary>Higher counts are not counted out.</summary>
    public const int MostCounted = 1_000;

    private const string HitColumns = "SELECT e.EntityType, e.EntityId, e.Title, SUBSTRING(e.Text, 1, 2000) AS Text";
    private const string FullTextSql =
        " FROM SearchText CROSS JOIN SearchEntries e ON e.Id = SearchText.rowid WHERE SearchText MATCH @Match";

    private const string WordsSql =
        " FROM SearchEntries e WHERE e.Words LIKE @W0 AND e.Words LIKE @W1 AND e.Words LIKE @W2 AND e.Words LIKE @W3"
        + " AND e.Words LIKE @W4 AND e.Words LIKE @W5 AND e.Words LIKE @W6 AND e.Words LIKE @W7";

    private const string ReachSql =
        " AND (e.EntityType IN (@T0, @T1, @T2, @T3, @T4)"
        + " OR (e.EntityType IN (@O0, @O1, @O2, @O3, @O4) AND (e.OwnerId = @Me OR e.AssigneeId = @Me)))";

    private const string PublishedSql = " AND e.Published = 1";

    // The index gives its rows best first, so that no more of them are looked at than are shown. A word in the title comes first.
    private const string BestSql = " ORDER BY SearchText.rank ";
    private const string EarliestSql = " ORDER BY CHARINDEX(@First, e.Words), e.Id DESC ";

    private const string CountHead = "SELECT f.EntityType, COUNT(*) AS Found FROM (SELECT e.EntityType";
    private const string AnyOrderSql = " ORDER BY e.Id ";
    private const string CountTail = ") f GROUP BY f.EntityType";

    /// <summary>The best handful, while somebody types: one statement.</summary>
    public async Task<Result<SearchHits>> Suggest(SearchRequest request, CancellationToken cancellationToken)
    {
        var found = Prepare(request, request.Type);
        return found.Error is { } denied ? denied
            : found.Words.Count == 0 ? SearchHits.None
            : await database.ReadAsync<Result<SearchHits>>(
                async (connection, token) =>
                {
                    var rows = await RowsAsync(connection, found, 0, request.PageSize, token);
                    return new SearchHits(rows, [], found.Words, rows.Count, 1);
                },
                cancellationToken
            );
    }

    /// <summary>One page, and how many there are of each kind. A page past the end gives the last one.</summary>
    public async Task<Result<SearchHits>> Run(SearchRequest request, CancellationToken cancellationToken)
    {
        var all = Prepare(request, type: null);
        if (all.Error is { } denied)
        {
            return denied;
        }

        if (all.Words.Count == 0)
        {
            return SearchHits.None;
        }

        var size = Math.Clamp(request.PageSize, 1, ListRules.PageSizes[^1]);
        return await database.ReadAsync<Result<SearchHits>>(
            async (connection, token) =>
            {
                var counts = await connection.QueryAsync<SearchCount>(
                    new CommandDefinition(
                        CountText(all.Reach.PublishedOnly, database.Dialect),
                        all.Parameters(0, MostCounted),
                        cancellationToken: token
                    )
                );
                var ordered = counts.OrderBy(count => all.Reach.Types.ToList().IndexOf(count.EntityType)).ToList();
                var total = ordered.Where(count => request.Type is null || count.EntityType == request.Type).Sum(count => count.Found);
                var page = (int)Math.Clamp(request.Page, 1, Math.Max(1, (total + size - 1) / size));
                var rows = await RowsAsync(connection, Prepare(request, request.Type), (page - 1) * size, size, token);
                return new SearchHits(rows, ordered, all.Words, total, page);
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        new[] { false, true }.SelectMany(published => new[] { RowsText(published, dialect), CountText(published, dialect) });

    private static string RowsText(bool published, SqlDialect dialect) =>
        HitColumns + From(published, dialect) + (dialect.FullText ? BestSql : EarliestSql) + dialect.Page;

    private static string CountText(bool published, SqlDialect dialect) =>
        CountHead + From(published, dialect) + (dialect.FullText ? " " : AnyOrderSql) + dialect.Page + CountTail;

    private static string From(bool published, SqlDialect dialect) =>
        (dialect.FullText ? FullTextSql : WordsSql) + ReachSql + (published ? PublishedSql : "");

    private async Task<IReadOnlyList<SearchHit>> RowsAsync(
        DbConnection connection,
        Prepared search,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) =>
        (
            await connection.QueryAsync<SearchHit>(
                new CommandDefinition(
                    RowsText(search.Reach.PublishedOnly, database.Dialect),
                    search.Parameters(skip, take),
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();

    private Prepared Prepare(SearchRequest request, string? type)
    {
        var tenant = scope.Context;
        var reach = SearchReach.Of(tenant, request.Portal);
        var error = reach.Types.Count == 0 ? new PermissionDenied(Permissions.Accounts.Read.Name) : null;
        return new Prepared(reach, SearchWords.Typed(request.Text), type, tenant.PersonId.Value, error);
    }

    private sealed record Prepared(SearchReach Reach, IReadOnlyList<string> Words, string? Type, Guid Me, Error? Error)
    {
        /// <summary>The values; a place without one holds what is no kind, or what every text is like.</summary>
        public DynamicParameters Parameters(int skip, int take)
        {
            var values = new DynamicParameters();
            for (var place = 0; place < SearchWords.Most; place++)
            {
                values.Add($"W{place}", SearchWords.Pattern(Words, place));
            }

            for (var place = 0; place < SearchTypes.All.Count; place++)
            {
                values.Add($"T{place}", new DbString { Value = At(Reach.Everything, place), IsAnsi = true });
                values.Add($"O{place}", new DbString { Value = At(Reach.Own, place), IsAnsi = true });
            }

            values.Add("Match", SearchWords.Expression(Words));
            values.Add("First", " " + Words[0]);
            values.Add("Me", Me);
            values.Add("Skip", skip);
            values.Add("Take", take);
            return values;
        }

        private string At(IReadOnlyList<string> types, int place) =>
            place < types.Count && (Type is null || types[place] == Type) ? types[place] : "";
    }
}
