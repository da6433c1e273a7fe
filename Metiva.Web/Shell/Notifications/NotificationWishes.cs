using Dapper;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Notifications;

namespace Metiva.Web.Shell.Notifications;

/// <summary>How a person wants to be told.</summary>
/// <param name="Digest">How often by mail.</param>
/// <param name="Muted">The kinds that they do not want.</param>
public sealed record NotificationWishes(DigestPace Digest, IReadOnlyList<string> Muted);

/// <summary>How the person themselves wants to be told at this company; the defaults when they never said.</summary>
public sealed class NotificationWishesQuery(TenantScope scope, CompanyDatabase database)
{
    private const string WishesSql = "SELECT p.Digest, p.Muted FROM NotificationPreferences p WHERE p.PersonId = @Me";

    /// <summary>Reads them.</summary>
    public async Task<Result<NotificationWishes>> Run(CancellationToken cancellationToken)
    {
        var me = scope.Context.PersonId.Value;
        return await database.ReadAsync<Result<NotificationWishes>>(
            async (connection, token) =>
            {
                var row = await connection.QuerySingleOrDefaultAsync<Row>(
                    new CommandDefinition(WishesSql, new { Me = me }, cancellationToken: token)
                );
                return row is null
                    ? new NotificationWishes(DigestPace.Daily, [])
                    : new NotificationWishes(row.Digest, row.Muted.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [WishesSql];

    private sealed record Row
    {
        public DigestPace Digest { get; init; }
        public string Muted { get; init; } = "";
    }
}
