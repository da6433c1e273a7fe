using Dapper;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Notifications;
using Metiva.Web.Ui;

namespace Metiva.Web.Shell.Notifications;

/// <summary>
/// A person's own notifications at this company: nobody else's, whatever is asked for, and none of what the person may no longer know.
/// </summary>
public sealed class NotificationListQuery(TenantScope scope, CompanyDatabase database)
{
    private const string Columns = "SELECT n.Id, n.Kind, n.EntityId, n.Facts, n.CreatedAt, n.ReadAt";
    private const string CountsSql =
        "SELECT COUNT(*) AS Total, COALESCE(SUM(CASE WHEN n.ReadAt IS NULL THEN 1 ELSE 0 END), 0) AS UnreadCount";
    private const string FromSql = " FROM Notifications n WHERE n.PersonId = @Me AND n.Kind IN (@K0, @K1, @K2, @K3, @K4, @K5, @K6, @K7)";
    private const string UnreadSql = " AND n.ReadAt IS NULL";
    private const string OfKindSql = " AND n.Kind = @Kind";
    private const string OrderSql = " ORDER BY n.CreatedAt DESC, n.Id DESC ";

    /// <summary>Reads the page; a page past the end gives the last one.</summary>
    public async Task<Result<NotificationList>> Run(NotificationRequest request, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        var kinds = NotificationKinds.For(tenant);
        var size = Math.Clamp(request.PageSize, 1, ListRules.PageSizes[^1]);
        return await database.ReadAsync<Result<NotificationList>>(
            async (connection, token) =>
            {
                var all = await connection.QuerySingleAsync<Counts>(
                    new CommandDefinition(CountsText(ofKind: false), Parameters(0, size), cancellationToken: token)
                );
                var filtered = request.Kind is null
                    ? all
                    : await connection.QuerySingleAsync<Counts>(
                        new CommandDefinition(CountsText(ofKind: true), Parameters(0, size), cancellationToken: token)
                    );
                var total = request.Unread ? filtered.UnreadCount : filtered.Total;
                var page = (int)Math.Clamp(request.Page, 1, Math.Max(1, (total + size - 1) / size));
                var rows = await connection.QueryAsync<NotificationRow>(
                    new CommandDefinition(
                        RowsText(request.Unread, request.Kind is not null, database.Dialect),
                        Parameters((page - 1) * size, size),
                        cancellationToken: token
                    )
                );
                return new NotificationList(rows.AsList(), total, all.UnreadCount);
            },
            cancellationToken
        );

        DynamicParameters Parameters(int skip, int take)
        {
            var values = new DynamicParameters();
            for (var place = 0; place < NotificationKinds.Most; place++)
            {
                values.Add($"K{place}", new DbString { Value = place < kinds.Count ? kinds[place].Name : "", IsAnsi = true });
            }

            values.Add("Kind", new DbString { Value = request.Kind, IsAnsi = true });
            values.Add("Me", tenant.PersonId.Value);
            values.Add("Skip", skip);
            values.Add("Take", take);
            return values;
        }
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        from unread in new[] { false, true }
        from ofKind in new[] { false, true }
        from text in new[] { CountsText(ofKind), RowsText(unread, ofKind, dialect) }
        select text;

    private static string CountsText(bool ofKind) => CountsSql + FromSql + (ofKind ? OfKindSql : "");

    private static string RowsText(bool unread, bool ofKind, SqlDialect dialect) =>
        Columns + FromSql + (unread ? UnreadSql : "") + (ofKind ? OfKindSql : "") + OrderSql + dialect.Page;

    private sealed record Counts
    {
        public long Total { get; init; }
        public long UnreadCount { get; init; }
    }
}
