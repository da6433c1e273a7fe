using System.Data.Common;
using Metiva.Domain.Companies;
using Metiva.Domain.Servers;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>
/// The embedded engine: one directory and one file per company. The boundary between companies is the file and the operating
/// system's permission only; it cannot claim what a server with a login per company can.
/// </summary>
internal sealed class SqliteEngine(SqliteConnectionFactory factory, SqliteSchema schema) : IDatabaseEngine
{
    internal const string EngineName = "Sqlite";

    public string Name => EngineName;

    public string HomeRegion => Regions.Local;

    public SqlDialect Dialect { get; } =
        new(
            Page: "LIMIT @Take OFFSET @Skip",
            Among: "SELECT value FROM json_each(@Among)",
            AmongWritten: "SELECT value FROM json_each(@Among)",
            FullText: true
        );

    public bool IsSynchronous => true;

    public Task PrepareControlPlaneAsync(CancellationToken cancellationToken) =>
        Task.Run(() => schema.PrepareControlPlaneAsync(cancellationToken), cancellationToken);

    public Task<DbConnection> OpenControlPlaneAsync(bool fresh, CancellationToken cancellationToken) =>
        Task.FromResult<DbConnection>(factory.OpenControlPlane(fresh));

    public ControlPlaneContext CreateControlPlaneContext(DbConnection connection) =>
        new SqliteControlPlaneContext(new DbContextOptionsBuilder<SqliteControlPlaneContext>().UseSqlite(connection).Options);

    public string DatabaseNameFor(CompanyId company) => company.ToString();

    public Task CreateCompanyDatabaseAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        Task.Run(() => schema.CreateCompanyAsync(company, cancellationToken), cancellationToken);

    public Task UpgradeCompanyDatabaseAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        Task.Run(() => schema.UpgradeCompanyAsync(company, cancellationToken), cancellationToken);

    public ValueTask<DbConnection> OpenCompanyAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        new(factory.OpenCompany(company));

    public void ClearIdle(CatalogEntry company) => factory.ClearIdle(company);

    public CompanyContext CreateCompanyContext(DbConnection connection) =>
        new SqliteCompanyContext(new DbContextOptionsBuilder<SqliteCompanyContext>().UseSqlite(connection).Options);

    public ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        // The driver's own default would take the write lock.
        new(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken) =>
        // Not deferred: BEGIN IMMEDIATE.
        new(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public Task FoldLogAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        SqliteConnectionFactory.EmptyTheLog((SqliteConnection)connection);
        return Task.CompletedTask;
    }

    public IDisposable InterruptOn(DbConnection connection, CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(
            static handle => SQLitePCL.raw.sqlite3_interrupt((SQLitePCL.sqlite3)handle!),
            SqliteHandle.Of((SqliteConnection)connection)
        );

    public FailureKind Classify(Exception exception) =>
        (exception as SqliteException ?? exception.InnerException as SqliteException) switch
        {
            null => FailureKind.Lasting,

            // What was read is no longer the newest, so nothing may be written on it. Or another process has just come back
            // from a crash and tidies up.
            { SqliteExtendedErrorCode: SQLitePCL.raw.SQLITE_BUSY_SNAPSHOT or SQLitePCL.raw.SQLITE_BUSY_RECOVERY } => FailureKind.Passing,

            // The disk failed while writing: the log may hold the whole transaction.
            { SqliteErrorCode: SQLitePCL.raw.SQLITE_IOERR } => FailureKind.Lost,

            // Also when it is locked: the driver has waited for that already.
            _ => FailureKind.Lasting,
        };

    public Exception? Translate(Exception exception, CancellationToken cancellationToken) =>
        (exception as SqliteException ?? exception.InnerException as SqliteException) switch
        {
            null => null,
            { SqliteErrorCode: SQLitePCL.raw.SQLITE_INTERRUPT } when cancellationToken.IsCancellationRequested =>
                new OperationCanceledException("The statement was stopped.", exception, cancellationToken),
            { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED } => new BindingRefusedException(
                BindingOutcome.Busy,
                exception
            ),
            {
                SqliteErrorCode: SQLitePCL.raw.SQLITE_CANTOPEN
                    or SQLitePCL.raw.SQLITE_NOTADB
                    or SQLitePCL.raw.SQLITE_CORRUPT
                    or SQLitePCL.raw.SQLITE_IOERR
                    or SQLitePCL.raw.SQLITE_READONLY
                    or SQLitePCL.raw.SQLITE_FULL
                    or SQLitePCL.raw.SQLITE_PERM
            } => new BindingRefusedException(BindingOutcome.DatabaseUnavailable, exception),
            _ => null,
        };
}
