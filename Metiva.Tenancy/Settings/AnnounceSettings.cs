using Dapper;
using Metiva.Domain.Settings;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Jobs;

namespace Metiva.Tenancy.Settings;

/// <summary>
/// Says once more that settings were changed. Whoever changed them says so at once; this is what is left in the outbox for when they
/// died in between, or the control plane was away.
/// </summary>
public sealed class AnnounceSettings(TenantScope scope, CompanyDatabase database, SettingsAnnouncer announcer) : IWorkHandler
{
    /// <summary>The kind of its work.</summary>
    public const string Work = "settings.announce";

    private const string VersionSql = "SELECT SUM(s.Version) FROM Settings s";
    private const string SecuritySql = "SELECT s.Value FROM Settings s WHERE s.GroupKey = @Key";

    /// <inheritdoc/>
    public string Kind => Work;

    /// <inheritdoc/>
    public async Task RunAsync(WorkRun run, CancellationToken cancellationToken)
    {
        // The newest, whatever was there when it was asked for: of two that overtake each other both say the same.
        var (version, stored) = await database.ReadAsync(
            async (connection, token) =>
            {
                var sum = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(VersionSql, cancellationToken: token));
                var value = await connection.ExecuteScalarAsync<string?>(
                    new CommandDefinition(SecuritySql, new { SettingsGroups.Security.Key }, cancellationToken: token)
                );
                return (sum ?? 0, value);
            },
            cancellationToken
        );
        var security = (SecuritySettings)SettingsGroups.Security.Read(stored).Typed;
        await announcer.AnnounceAsync(scope.Context.CompanyId, version, security.SessionIdleMinutes, cancellationToken);
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [VersionSql, SecuritySql];
}
