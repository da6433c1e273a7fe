using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Settings;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Workspace.Settings;

/// <summary>One version of a group.</summary>
/// <param name="Version">Which.</param>
/// <param name="At">When.</param>
/// <param name="Who">Who, by the name at that time.</param>
/// <param name="Texts">The values.</param>
/// <param name="Before">The values of the version before.</param>
public sealed record SettingsVersion(
    long Version,
    DateTimeOffset At,
    string Who,
    IReadOnlyDictionary<string, string> Texts,
    IReadOnlyDictionary<string, string> Before
);

/// <summary>A group as its page shows it.</summary>
/// <param name="Texts">The values as they are entered.</param>
/// <param name="Version">Which version that is; 0 when nothing was ever set.</param>
/// <param name="History">The newest versions, the newest first.</param>
/// <param name="HasMore">Whether there are older ones.</param>
public sealed record SettingsView(
    IReadOnlyDictionary<string, string> Texts,
    long Version,
    IReadOnlyList<SettingsVersion> History,
    bool HasMore
);

/// <summary>One group of the company's settings with its history.</summary>
public sealed class SettingsQuery(TenantScope scope, CompanyDatabase database)
{
    /// <summary>How many versions are shown at first, and with each step further back.</summary>
    public const int Step = 10;

    private const string CurrentSql = "SELECT s.Value, s.Version FROM Settings s WHERE s.GroupKey = @Key";
    private const string HistorySql =
        "SELECT c.Version, c.Value, c.ChangedAt, c.ChangedByName FROM SettingChanges c WHERE c.GroupKey = @Key ORDER BY c.Version DESC ";

    /// <summary>Reads it.</summary>
    public async Task<Result<SettingsView>> Run(SettingsGroup group, int shown, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Settings.Read) is { } denied)
        {
            return denied;
        }

        // One more than is shown: it is what the last one shown came after.
        var take = Math.Clamp(shown, Step, 1_000);
        return await database.ReadAsync<Result<SettingsView>>(
            async (connection, token) =>
            {
                var current = await connection.QuerySingleOrDefaultAsync<Row>(
                    new CommandDefinition(CurrentSql, new { group.Key }, cancellationToken: token)
                );
                var rows = (
                    await connection.QueryAsync<Row>(
                        new CommandDefinition(
                            HistorySql + database.Dialect.Page,
                            new
                            {
                                group.Key,
                                Skip = 0,
                                Take = take + 1,
                            },
                            cancellationToken: token
                        )
                    )
                ).AsList();
                var history = rows.Take(take).Select((row, index) => Version(group, row, rows.ElementAtOrDefault(index + 1)));
                return new SettingsView(group.Read(current?.Value).Texts, current?.Version ?? 0, [.. history], rows.Count > take);
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [CurrentSql, HistorySql + dialect.Page];

    private static SettingsVersion Version(SettingsGroup group, Row row, Row? before) =>
        new(row.Version, row.ChangedAt, row.ChangedByName, group.Read(row.Value).Texts, group.Read(before?.Value).Texts);

    private sealed record Row
    {
        public string Value { get; init; } = "";
        public long Version { get; init; }
        public DateTimeOffset ChangedAt { get; init; }
        public string ChangedByName { get; init; } = "";
    }
}
