using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using static SQLitePCL.raw;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>
/// Opens company databases. Every physical connection is asked once which company it belongs to; the answer is remembered with
/// its handle, so a pooled open costs no statement.
/// </summary>
internal sealed class SqliteConnectionFactory(SqliteFiles files, ILogger<SqliteConnectionFactory> logger)
{
    private const string StampSql = "SELECT CompanyId, SchemaVersion FROM CompanyIdentity WHERE Id = 1";
    private const string FoldSql = "PRAGMA wal_checkpoint(PASSIVE)";
    private const string EmptySql = "PRAGMA wal_checkpoint(TRUNCATE)";

    // What is deleted or overwritten is gone from the page that is written anyway: a destroyed key must not lie about in it.
    private const string OverwriteSql = "PRAGMA secure_delete = FAST";

    private readonly ConditionalWeakTable<object, Stamp> stamps = [];
    private readonly ConcurrentDictionary<string, Lazy<Target>> targets = new(StringComparer.Ordinal);
    private readonly string controlPlane = SqliteFiles.ConnectionString(files.ControlPlane);
    private readonly string controlPlaneFresh = SqliteFiles.ConnectionString(files.ControlPlane, pooled: false);

    /// <summary>Opens the control plane.</summary>
    internal SqliteConnection OpenControlPlane(bool fresh)
    {
        if (fresh)
        {
            DemandReadable(files.ControlPlane);
        }

        var connection = new SqliteConnection(fresh ? controlPlaneFresh : controlPlane);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a company's database and makes sure that it is this company's.</summary>
    internal SqliteConnection OpenCompany(CatalogEntry company)
    {
        var target = (Target)(company.EngineState ??= TargetOf(company));
        if (target.FirstOpenIsDue)
        {
            AskTheFile(company, target);
        }

        var connection = new SqliteConnection(target.ConnectionString);
        try
        {
            connection.Open();
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            logger.LogError(exception, "The database of company {Company} cannot be opened.", company.Id);
            throw new BindingRefusedException(BindingOutcome.DatabaseUnavailable, exception);
        }

        if (!stamps.TryGetValue(SqliteHandle.Of(connection), out var stamp))
        {
            stamp = Greet(connection, company, target);
        }

        if (stamp.CompanyId == company.Id && SchemaVersions.Serves(stamp.SchemaVersion))
        {
            return connection;
        }

        throw Refuse(connection, company, stamp);
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [StampSql, FoldSql, EmptySql, OverwriteSql];

    /// <summary>Closes the idle connections to a company's database.</summary>
    internal void ClearIdle(CatalogEntry company)
    {
        if (SqliteFiles.IsCompany(company.Database))
        {
            using var pooled = new SqliteConnection(TargetOf(company).ConnectionString);
            SqliteConnection.ClearPool(pooled);
        }
    }

    private static void DemandReadable(string file)
    {
        // An operator who takes the read permission away means it, also for an account that may read everything.
        if (!OperatingSystem.IsWindows() && File.Exists(file) && !File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserRead))
        {
            throw new SqliteException("The file's permissions do not let its owner read it.", SQLITE_PERM);
        }
    }

    private Target TargetOf(CatalogEntry company)
    {
        string file;
        try
        {
            file = files.Company(company);
        }
        catch (ArgumentException exception)
        {
            logger.LogCritical(exception, "The catalog names no possible database for company {Company}.", company.Id);
            throw new BindingRefusedException(BindingOutcome.DatabaseUnavailable, exception);
        }

        return targets.GetOrAdd(file, static name => new Lazy<Target>(() => new Target(name))).Value;
    }

    private Stamp Greet(SqliteConnection connection, CatalogEntry company, Target target)
    {
        try
        {
            if (target.FirstOpenIsDue)
            {
                FoldTheLog(connection, target);
            }

            // A statement cannot attach another company's file.
            sqlite3_limit((SQLitePCL.sqlite3)SqliteHandle.Of(connection), SQLITE_LIMIT_ATTACHED, 0);
            Run(connection, OverwriteSql);
            var stamp = ReadStamp(connection);
            stamps.AddOrUpdate(SqliteHandle.Of(connection), stamp);
            return stamp;
        }
        catch (SqliteException exception)
        {
            Close(connection);
            logger.LogError(exception, "The database of company {Company} does not state whose it is.", company.Id);
            throw new BindingRefusedException(
                exception.SqliteErrorCode == SQLITE_BUSY ? BindingOutcome.Busy : BindingOutcome.DatabaseUnavailable,
                exception
            );
        }
        catch
        {
            Close(connection);
            throw;
        }
    }

    /// <summary>
    /// A write-ahead log that was left behind lies over whatever file stands in its place. So, before anything is read through
    /// it, the file itself is asked whose it is, and only then the log is folded into it.
    /// </summary>
    private void AskTheFile(CatalogEntry company, Target target)
    {
        var bare = new SqliteConnectionStringBuilder
        {
            DataSource = new Uri(target.File).AbsoluteUri + "?immutable=1",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        };
        using var file = new SqliteConnection(bare.ToString());
        try
        {
            file.Open();
            var stamp = ReadStamp(file);
            if (stamp.CompanyId != company.Id)
            {
                throw Refuse(file, company, stamp);
            }
        }
        catch (SqliteException exception)
        {
            logger.LogError(exception, "The database file of company {Company} does not state whose it is.", company.Id);
            throw new BindingRefusedException(BindingOutcome.DatabaseUnavailable, exception);
        }
    }

    private static void FoldTheLog(SqliteConnection connection, Target target)
    {
        lock (target)
        {
            if (target.FirstOpenIsDue)
            {
                using var checkpoint = connection.CreateCommand();
                checkpoint.CommandText = FoldSql;
                checkpoint.ExecuteNonQuery();
                target.FirstOpenIsDue = false;
            }
        }
    }

    private BindingRefusedException Refuse(SqliteConnection connection, CatalogEntry company, Stamp stamp)
    {
        Close(connection);
        if (stamp.CompanyId == company.Id)
        {
            logger.LogError("The database of company {Company} has schema {Schema}.", company.Id, stamp.SchemaVersion);
            return new BindingRefusedException(BindingOutcome.SchemaOutOfRange);
        }

        logger.LogCritical(
            "The database of company {Company} states that it belongs to {Other}. Nothing of it was served.",
            company.Id,
            stamp.CompanyId
        );
        return new BindingRefusedException(BindingOutcome.DatabaseMismatch);
    }

    private static void Close(SqliteConnection connection)
    {
        SqliteConnection.ClearPool(connection);
        connection.Dispose();
    }

    /// <summary>Folds the log into the file and leaves it empty, unless somebody reads.</summary>
    internal static void EmptyTheLog(SqliteConnection connection) => Run(connection, EmptySql);

    private static void Run(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private static Stamp ReadStamp(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = StampSql;
        using var reader = command.ExecuteReader();
        return reader.Read() ? new Stamp(new CompanyId(Guid.Parse(reader.GetString(0))), reader.GetInt32(1)) : new Stamp(default, 0);
    }

    private sealed record Stamp(CompanyId CompanyId, int SchemaVersion);

    private sealed class Target(string file)
    {
        internal string File => file;

        internal string ConnectionString { get; } = SqliteFiles.ConnectionString(file);

        internal bool FirstOpenIsDue { get; set; } = true;
    }
}
