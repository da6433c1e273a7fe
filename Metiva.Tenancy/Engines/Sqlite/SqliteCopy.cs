using System.Data.Common;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials.Local;
using Metiva.Tenancy.Engines.Copying;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>
/// Takes a company's file to another directory. The write lock of the old file is what holds it still: it keeps other processes out as
/// well as this one.
/// </summary>
internal sealed class SqliteCopy(SqliteFiles files, SqliteConnectionFactory factory, SqliteSchema schema) : ICompanyCopy
{
    private const string StampSql = "SELECT CompanyId FROM CompanyIdentity";
    private const string UnstampSql = "DROP TRIGGER CompanyIdentity_Delete; DELETE FROM CompanyIdentity;";
    private static readonly string[] Acts = ["INSERT", "UPDATE", "DELETE"];

    private readonly Lazy<List<CopyTable>> tables = new(static () =>
    {
        using var context = Model();
        return CopyTable.AllOf(context);
    });

    /// <summary>A context that knows the model and no file.</summary>
    internal static SqliteCompanyContext Model() => new(new DbContextOptionsBuilder<SqliteCompanyContext>().UseSqlite().Options);

    internal static IEnumerable<string> Texts(SqlDialect dialect)
    {
        using var context = Model();
        return [StampSql, UnstampSql, .. CopyTable.AllOf(context).SelectMany(table => Acts.Select(act => Refuse(table, act)))];
    }

    public string TargetNameFor(CompanyId company, Guid move) => move.ToString("D");

    public Task<ICompanyHold> HoldAsync(CatalogEntry source, CancellationToken cancellationToken) =>
        Task.Run<ICompanyHold>(
            () =>
            {
                var connection = factory.OpenCompany(source);
                try
                {
                    return new Hold(this, source, connection, connection.BeginTransaction(deferred: false));
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
            cancellationToken
        );

    public async Task PrepareAsync(CatalogEntry target, CancellationToken cancellationToken)
    {
        await DropAsync(target, cancellationToken);
        await Task.Run(() => schema.CreateCompanyAsync(target, cancellationToken), cancellationToken);
    }

    public Task<ICopyTarget> OpenTargetAsync(CatalogEntry target, CancellationToken cancellationToken) =>
        Task.Run<ICopyTarget>(() => SqliteCopyTarget.Open(files.Company(target)), cancellationToken);

    public Task FreezeAsync(CatalogEntry source, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                var file = files.Company(source);
                if (!File.Exists(file))
                {
                    return;
                }

                using var connection = new SqliteConnection(SqliteFiles.ConnectionString(file, pooled: false));
                connection.Open();
                using var transaction = connection.BeginTransaction(deferred: false);
                Freeze(connection, source.Id);
                transaction.Commit();
                Release(file);
            },
            cancellationToken
        );

    public Task DropAsync(CatalogEntry gone, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                var file = files.Company(gone);
                Release(file);
                DurableFiles.RemoveDirectory(Path.GetDirectoryName(file)!);
            },
            cancellationToken
        );

    /// <summary>Every table refuses changes, also through a connection that was open before, and the file states nobody.</summary>
    private void Freeze(SqliteConnection connection, CompanyId company)
    {
        if (Scalar(connection, StampSql) is not string stamp)
        {
            return;
        }

        if (stamp != company.ToString())
        {
            throw new InvalidOperationException($"The file to freeze does not belong to company {company}.");
        }

        Run(connection, UnstampSql);
        foreach (var table in tables.Value)
        {
            foreach (var act in Acts)
            {
                Run(connection, Refuse(table, act));
            }
        }
    }

    private static string Refuse(CopyTable table, string act) =>
        $"CREATE TRIGGER {SqliteIdentifier.Quote($"Moved_{table.Name}_{act}")} BEFORE {act} ON {table.Delimited}"
        + " BEGIN SELECT RAISE(ABORT, 'this company was moved'); END;";

    private void Release(CatalogEntry company) => Release(files.Company(company));

    private static void Release(string file)
    {
        using var pooled = new SqliteConnection(SqliteFiles.ConnectionString(file));
        SqliteConnection.ClearPool(pooled);
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Hold(SqliteCopy copy, CatalogEntry source, SqliteConnection connection, SqliteTransaction transaction)
        : ICompanyHold
    {
        public DbConnection Connection => connection;

        // After some failures SQLite ends a transaction by itself.
        public Task DemandAsync(CancellationToken cancellationToken) =>
            SQLitePCL.raw.sqlite3_get_autocommit((SQLitePCL.sqlite3)SqliteHandle.Of(connection)) == 0
                ? Task.CompletedTask
                : throw new BindingRefusedException(BindingOutcome.DatabaseUnavailable);

        public Task FreezeAsync(CancellationToken cancellationToken) =>
            Task.Run(
                () =>
                {
                    copy.Freeze(connection, source.Id);
                    transaction.Commit();
                    copy.Release(source);
                },
                cancellationToken
            );

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
