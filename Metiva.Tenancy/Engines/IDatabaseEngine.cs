using System.Data.Common;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;

namespace Metiva.Tenancy.Engines;

/// <summary>
/// What differs between database engines: making databases, opening connections, beginning a write, a few words of SQL. An
/// installation has one. Everything outside the engine's own folder speaks to it through this.
/// </summary>
public interface IDatabaseEngine
{
    /// <summary>The engine's name in the settings and on pages.</summary>
    string Name { get; }

    /// <summary>The region of the server that the settings name, which is the first one of an installation.</summary>
    string HomeRegion { get; }

    /// <summary>The words of SQL that differ.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Whether its calls block the thread, so that work has to leave the circuit's dispatcher.</summary>
    bool IsSynchronous { get; }

    /// <summary>Makes the control plane, or brings it to the newest schema. Safe to repeat, and in two processes at once.</summary>
    Task PrepareControlPlaneAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Opens the control plane. <paramref name="fresh"/> asks for a connection that was not open before, so that it fails
    /// when the database can no longer be reached.
    /// </summary>
    Task<DbConnection> OpenControlPlaneAsync(bool fresh, CancellationToken cancellationToken);

    /// <summary>A context of the control plane on an open connection.</summary>
    ControlPlaneContext CreateControlPlaneContext(DbConnection connection);

    /// <summary>The database name that a new company gets.</summary>
    string DatabaseNameFor(CompanyId company);

    /// <summary>Makes a company's database with its schema and its stamp. Safe to repeat after a crash at any point.</summary>
    Task CreateCompanyDatabaseAsync(CatalogEntry company, CancellationToken cancellationToken);

    /// <summary>
    /// Brings a company's database to the newest schema, all of it or nothing; one that has it is left as it is. Safe to repeat, and in
    /// two processes at once. A database that is not there is never made.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is newer than this build, or another company's.</exception>
    Task UpgradeCompanyDatabaseAsync(CatalogEntry company, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a company's database, having made sure that it states this very company. Every way to business data goes
    /// through here.
    /// </summary>
    /// <exception cref="Binding.BindingRefusedException">
    /// DatabaseMismatch, SchemaOutOfRange or DatabaseUnavailable; the connection is closed.
    /// </exception>
    ValueTask<DbConnection> OpenCompanyAsync(CatalogEntry company, CancellationToken cancellationToken);

    /// <summary>
    /// Closes the idle connections of the pool that opens this entry's database, and has those in use closed when they come
    /// back. Other companies' are left alone. Nothing to close is no error.
    /// </summary>
    void ClearIdle(CatalogEntry company);

    /// <summary>A context of a company's database on an open connection.</summary>
    CompanyContext CreateCompanyContext(DbConnection connection);

    /// <summary>Begins a transaction that only reads: every statement in it sees the same moment, and no writer waits for it.</summary>
    ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Begins a transaction that is going to write, taking the write lock now rather than at the first write.</summary>
    /// <exception cref="Binding.BindingRefusedException">Busy: another process holds the lock.</exception>
    ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Keeps what a transaction wrote. It cannot be called off: then nobody would know how it ended.</summary>
    Task CommitAsync(DbTransaction transaction) => transaction.CommitAsync(CancellationToken.None);

    /// <summary>
    /// Empties the log that lies beside a database file, so that what was overwritten is not to be read there. Does nothing where the
    /// log is the server's, and nothing while somebody reads.
    /// </summary>
    Task FoldLogAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes a running statement stop when the token is cancelled, where the driver does not do so itself.</summary>
    IDisposable InterruptOn(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>What an exception of the driver means: cancelled work, a named refusal, or null when it is a bug.</summary>
    Exception? Translate(Exception exception, CancellationToken cancellationToken);

    /// <summary>Whether trying again may help after an exception of the driver, alone or wrapped once.</summary>
    FailureKind Classify(Exception exception);
}

/// <summary>The words of SQL that differ between engines.</summary>
/// <param name="Page">Ends an ordered query: skips @Skip rows and takes @Take.</param>
/// <param name="Among">A query of the keys in @Among, a JSON array, for an IN: one text however many there are.</param>
/// <param name="AmongWritten">The same for an IN that is asked of what people write; its column is called value.</param>
/// <param name="FullText">Whether a company's database has the full-text index SearchText beside SearchEntries.</param>
public sealed record SqlDialect(string Page, string Among, string AmongWritten, bool FullText = false);
