using System.Collections.Frozen;
using Dapper;
using Metiva.Domain.Settings;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Settings;

/// <summary>
/// The bound company's settings, for whatever goes by them. Read once and kept, see <see cref="SettingsCache"/>; the company is the
/// scope's, and there is nothing to pass that could name another.
/// </summary>
public sealed class CompanySettings(
    TenantScope scope,
    CompanyDatabase database,
    SettingsCache cache,
    TimeProvider time,
    ILogger<CompanySettings> logger
)
{
    private const string AllSql = "SELECT s.GroupKey, s.Value, s.Version FROM Settings s";

    /// <summary>One group: what the company has set, and the defaults for the rest.</summary>
    /// <typeparam name="T">The record of the group.</typeparam>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the database refuses.</exception>
    public async ValueTask<T> GetAsync<T>(CancellationToken cancellationToken)
        where T : class
    {
        // What is in memory is for those only who could read it now.
        var company = scope.Context.DemandCompany(AccessKind.Read);
        var settings = cache.Find(company) ?? await ReadAsync(company.SettingsVersion, cancellationToken);
        return (T)settings.Groups[typeof(T)].Typed;
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [AllSql];

    private async Task<ReadSettings> ReadAsync(long announced, CancellationToken cancellationToken)
    {
        var company = scope.Context.CompanyId;
        var asked = time.GetTimestamp();
        var rows = await database.ReadAsync(
            async (connection, token) =>
                (await connection.QueryAsync<Row>(new CommandDefinition(AllSql, cancellationToken: token))).AsList(),
            cancellationToken
        );
        var groups = SettingsGroups.All.ToFrozenDictionary(
            group => group.Type,
            group =>
            {
                var value = group.Read(rows.Find(row => row.GroupKey == group.Key)?.Value);
                foreach (var field in value.Strange)
                {
                    logger.LogWarning(
                        "The setting {Group}.{Field} of {Company} holds something that it may not; the default stands in.",
                        group.Key,
                        field,
                        company
                    );
                }

                return value;
            }
        );
        // What had been announced before is in what was read, even of a database that was put back from a backup and counts less.
        var settings = new ReadSettings(Math.Max(announced, rows.Sum(row => row.Version)), asked, groups);
        cache.Keep(company, settings);
        return settings;
    }

    private sealed record Row
    {
        public string GroupKey { get; init; } = "";
        public string Value { get; init; } = "";
        public long Version { get; init; }
    }
}
