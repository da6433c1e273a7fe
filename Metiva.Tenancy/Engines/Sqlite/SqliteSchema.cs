using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>
/// Makes schemas. The statements are those of the migrations, run in one transaction that holds the write lock from its start,
/// history rows included: a killed process leaves either the old schema or the new one, and nothing to unlock. A company's file begins
/// as a copy of one in which they have run already.
/// </summary>
internal sealed class SqliteSchema(SqliteFiles files)
{
    private const string StampSql =
        "INSERT INTO CompanyIdentity (Id, CompanyId, SchemaVersion) SELECT 1, @company, @version WHERE NOT EXISTS (SELECT 1 FROM CompanyIdentity)";
    private const string RaiseStampSql = "UPDATE CompanyIdentity SET SchemaVersion = @version WHERE Id = 1 AND CompanyId = @company";
    private const string FoldSql = "PRAGMA wal_checkpoint(TRUNCATE)";
    private const string JournalSql = "PRAGMA journal_mode = WAL";

    // A power cut takes all of the making away or nothing of it, and what is folded into the file afterwards is on disk; only then is
    // the company active.
    private const string CalmSql = "PRAGMA synchronous = NORMAL";
    private const string HasHistorySql = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsHistory'";
    private const string HistorySql = "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId";

    private readonly Lazy<byte[]> unstamped = new(Unstamped);

    /// <summary>What it sends besides the migrations' scripts.</summary>
    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [StampSql, RaiseStampSql, FoldSql, JournalSql, CalmSql, HasHistorySql, HistorySql];

    internal async Task PrepareControlPlaneAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenForMakingAsync(files.ControlPlane, JournalSql, cancellationToken);
        await using var context = new SqliteControlPlaneContext(
            new DbContextOptionsBuilder<SqliteControlPlaneContext>().UseSqlite(connection).Options
        );
        await using var transaction = connection.BeginTransaction(deferred: false);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        await MigrateAsync(context, connection, transaction, cancellationToken);
        if (!await context.ChangeCounters.AnyAsync(cancellationToken))
        {
            context.ChangeCounters.Add(new ChangeCounterRow { Id = 1, Version = 0 });
            await context.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    internal async Task CreateCompanyAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        files.MakeCompanyDirectory(company);
        files.PutCompany(company, unstamped.Value);
        await using var connection = await OpenForMakingAsync(files.Company(company), CalmSql + ";" + JournalSql, cancellationToken);
        await using (var transaction = connection.BeginTransaction(deferred: false))
        {
            var raised = await MigrateCompanyAsync(connection, transaction, cancellationToken);
            await StampAsync(connection, transaction, raised ? RaiseStampSql : StampSql, company, cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
        }

        // The stamp has to stand in the file itself, not only in its log.
        Fold(connection);
    }

    /// <summary>Brings a company's schema to the newest. A file that is not there is not made.</summary>
    /// <exception cref="InvalidOperationException">It is newer than this build, or another company's.</exception>
    internal async Task UpgradeCompanyAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(SqliteFiles.ConnectionString(files.Company(company), pooled: false));
        await connection.OpenAsync(cancellationToken);
        await using (var transaction = connection.BeginTransaction(deferred: false))
        {
            if (
                await MigrateCompanyAsync(connection, transaction, cancellationToken)
                && await StampAsync(connection, transaction, RaiseStampSql, company, cancellationToken) == 0
            )
            {
                throw new InvalidOperationException($"The file to bring to the newest schema is not that of company {company.Id}.");
            }

            await transaction.CommitAsync(CancellationToken.None);
        }

        Fold(connection);
    }

    private static async Task<int> StampAsync(
        SqliteConnection connection,
        SqliteTransaction transaction,
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
        return await stamp.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> MigrateCompanyAsync(
        SqliteConnection connection,
        SqliteTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var context = new SqliteCompanyContext(
            new DbContextOptionsBuilder<SqliteCompanyContext>().UseSqlite(connection).Options
        );
        return await MigrateAsync(context, connection, transaction, cancellationToken);
    }

    /// <summary>Runs the migrations that have not run yet. Returns whether there were any.</summary>
    private static async Task<bool> MigrateAsync(
        DbContext context,
        SqliteConnection connection,
        SqliteTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var applied = await AppliedAsync(connection, transaction, cancellationToken);
        if (applied.Except(context.Database.GetMigrations(), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new InvalidOperationException($"The database is newer than this build: it has '{unknown}'.");
        }

        if (applied.LastOrDefault() == context.Database.GetMigrations().Last())
        {
            return false;
        }

        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Script(context, applied.LastOrDefault());
        await command.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    /// <summary>A company's file with its schema that does not say yet whose it is.</summary>
    private static byte[] Unstamped()
    {
        var place = Directory.CreateTempSubdirectory("metiva-schema-").FullName;
        try
        {
            var file = Path.Combine(place, "unstamped.db");
            using (var connection = new SqliteConnection(SqliteFiles.ConnectionString(file, pooled: false, create: true)))
            {
                connection.Open();
                using var context = new SqliteCompanyContext(
                    new DbContextOptionsBuilder<SqliteCompanyContext>().UseSqlite(connection).Options
                );
                using var command = connection.CreateCommand();
                command.CommandText = JournalSql + ";" + Script(context, from: null);
                command.ExecuteNonQuery();
                Fold(connection);
            }

            return File.ReadAllBytes(file);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static void Fold(SqliteConnection connection)
    {
        using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = FoldSql;
        checkpoint.ExecuteNonQuery();
    }

    private static async Task<SqliteConnection> OpenForMakingAsync(string file, string settings, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(SqliteFiles.ConnectionString(file, pooled: false, create: true));
        await connection.OpenAsync(cancellationToken);
        await using var journal = connection.CreateCommand();
        journal.CommandText = settings;
        await journal.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }

    private static async Task<List<string>> AppliedAsync(
        SqliteConnection connection,
        SqliteTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = HasHistorySql;
        if (Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), provider: null) == 0)
        {
            return [];
        }

        command.CommandText = HistorySql;
        var applied = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetString(0));
        }

        return applied;
    }

    private static string Script(DbContext context, string? from) =>
        context.GetService<IMigrator>().GenerateScript(from, options: MigrationsSqlGenerationOptions.NoTransactions);
}
