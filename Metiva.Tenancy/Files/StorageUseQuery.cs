using System.Data.Common;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Files;
using Metiva.Domain.Plans;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Usage;

namespace Metiva.Tenancy.Files;

/// <summary>How much of its plan's storage the company has taken.</summary>
public sealed class StorageUseQuery(TenantScope scope, CompanyDatabase database, UsageMeter meter, TimeProvider time)
{
    private const string UsedSql =
        "SELECT COALESCE((SELECT SUM(f.Size) FROM StoredFiles f), 0)"
        + " + COALESCE((SELECT SUM(u.Size) FROM FileUploads u WHERE u.ExpiresAt > @Now), 0)";

    /// <summary>Reads it, for whoever may read files.</summary>
    public async Task<Result<StorageUse>> Run(CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Files.Read) is { } denied)
        {
            return denied;
        }

        var used = await database.ReadAsync((connection, token) => UsedAsync(connection, time.GetUtcNow(), token), cancellationToken);
        meter.SetStorage(tenant.CompanyId, used);
        return new StorageUse(used, QuotaOf(tenant));
    }

    /// <summary>Lets the company's usage know what is taken after files came or went. That they did stands already, so nothing is refused here.</summary>
    internal async Task NoteAsync()
    {
        try
        {
            await Run(CancellationToken.None);
        }
        catch (Exception exception) when (exception is BindingRefusedException or TimeoutException)
        {
            // The next look at it says so.
        }
    }

    /// <summary>How many bytes the company whose database this is has taken.</summary>
    internal static Task<long> UsedAsync(DbConnection connection, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(UsedSql, new { Now = now }, cancellationToken: cancellationToken));

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [UsedSql];

    /// <summary>By the plan as it is now, not as it was when the context was bound.</summary>
    internal static long QuotaOf(TenantContext tenant) => PlanQuotas.Of(tenant.DemandCompany(AccessKind.Read).Plan).StorageBytes;
}
