using System.Text.RegularExpressions;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// Makes schemas. The statements are those of the migrations, run in one transaction that holds the write lock from its start,
/// history rows included: a killed process leaves either the old schema or the new one, and nothing to unlock.
/// </summary>
internal sealed partial class SqlServerSchema(SqlServerContexts contexts)
{
    /// <summary>The statements that bring a company's schema from a migration, or from nothing, to the newest.</summary>
    internal static IReadOnlyList<string> CompanyScript(string? from) => Script(SqlServerContexts.CompanyModel(), from);

    /// <summary>The statements that bring the control plane from a migration, or from nothing, to the newest.</summary>
    internal static IReadOnlyList<string> ControlPlaneScript(string? from) => Script(SqlServerContexts.ControlPlaneModel(), from);

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [
            SqlServerStatements.HistoryExists,
            SqlServerStatements.History,
            SqlServerStatements.WriteStamp,
            SqlServerStatements.RaiseStamp,
            .. CompanyScript(from: null),
            .. ControlPlaneScript(from: null),
        ];

    /// <summary>Whether the control plane has the newest schema and can be used as it is.</summary>
    /// <exception cref="InvalidOperationException">It is newer than this build.</exception>
    internal async Task<bool> IsControlPlaneCurrentAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        await using var context = contexts.ControlPlane(connection);
        var applied = await AppliedAsync(connection, transaction: null, cancellationToken);
        DemandKnown(context, applied);
        return applied.Count > 0
            && applied[^1] == context.Database.GetMigrations().Last()
            && await context.ChangeCounters.AnyAsync(cancellationToken);
    }

    /// <summary>Brings the control plane to the newest schema.</summary>
    /// <exception cref="InvalidOperationException">It is newer than this build.</exception>
    internal async Task PrepareControlPlaneAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(cancellationToken);
        await SqlServerLock.WriteSchemaAsync(connection, transaction, cancellationToken);
        await using var context = contexts.ControlPlane(connection);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        var applied = await AppliedAsync(connection, transaction, cancellationToken);
        DemandKnown(context, applied);
        if (applied.LastOrDefault() != context.Database.GetMigrations().Last())
        {
            await RunAsync(connection, transaction, ControlPlaneScript(applied.LastOrDefault()), cancellationToken);
        }

        if (!await context.ChangeCounters.AnyAsync(cancellationToken))
        {
            context.ChangeCounters.Add(new ChangeCounterRow { Id = 1, Version = 0 });
            await context.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>Makes a company's schema and its stamp, or brings those that are there to the newest.</summary>
    internal static Task CreateCompanyAsync(SqlConnection connection, CatalogEntry company, CancellationToken cancellationToken) =>
        BringToNewestAsync(connection, company, mayBeNew: true, cancellationToken);

    /// <summary>Brings a company's schema to the newest.</summary>
    /// <exception cref="InvalidOperationException">It is newer than this build, has none, or is another company's.</exception>
    internal static Task UpgradeCompanyAsync(SqlConnection connection, CatalogEntry company, CancellationToken cancellationToken) =>
        BringToNewestAsync(connection, company, mayBeNew: false, cancellationToken);

    private static async Task BringToNewestAsync(
        SqlConnection connection,
        CatalogEntry company,
        bool mayBeNew,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(cancellationToken);
        await SqlServerLock.WriteSchemaAsync(connection, transaction, cancellationToken);
        var applied = await AppliedAsync(connection, transaction, cancellationToken);
        using var model = SqlServerContexts.CompanyModel();
        DemandKnown(model, applied);
        if (applied.Count == 0 && !mayBeNew)
        {
            throw new InvalidOperationException($"The database of company {company.Id} has no schema that could be brought to the newest.");
        }

        if (applied.LastOrDefault() != model.Database.GetMigrations().Last())
        {
            await RunAsync(connection, transaction, CompanyScript(applied.LastOrDefault()), cancellationToken);
            var stamp = applied.Count == 0 ? SqlServerStatements.WriteStamp : SqlServerStatements.RaiseStamp;
            await StampAsync(connection, transaction, stamp, company, cancellationToken);
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    private static async Task StampAsync(
        SqlConnection connection,
        SqlTransaction transaction,
        string statement,
        CatalogEntry company,
        CancellationToken cancellationToken
    )
    {
        await using var stamp = connection.CreateCommand();
        stamp.Transaction = transaction;
        stamp.CommandText = statement;
        stamp.Parameters.AddWithValue("@company", company.Id.ToString());
        stamp.Parameters.AddWithValue("@version", SchemaVersions.Newest);
        if (await stamp.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            throw new InvalidOperationException($"The database to bring to the newest schema is not that of company {company.Id}.");
        }
    }

    private static void DemandKnown(DbContext context, List<string> applied)
    {
        if (applied.Except(context.Database.GetMigrations(), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new InvalidOperationException($"The database is newer than this build: it has '{unknown}'.");
        }
    }

    private static async Task<List<string>> AppliedAsync(
        SqlConnection connection,
        SqlTransaction? transaction,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = SqlServerStatements.HistoryExists;
        if (Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), provider: null) == 0)
        {
            return [];
        }

        command.CommandText = SqlServerStatements.History;
        var applied = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetString(0));
        }

        return applied;
    }

    private static List<string> Script(DbContext context, string? from)
    {
        using (context)
        {
            var script = context.GetService<IMigrator>().GenerateScript(from, options: MigrationsSqlGenerationOptions.NoTransactions);
            return [.. BatchEnd().Split(script).Select(batch => batch.Trim()).Where(batch => batch.Length > 0)];
        }
    }

    private static async Task RunAsync(
        SqlConnection connection,
        SqlTransaction transaction,
        IReadOnlyList<string> batches,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        foreach (var batch in batches)
        {
            command.CommandText = batch;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    [GeneratedRegex(@"^GO\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex BatchEnd();
}
