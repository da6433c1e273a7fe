using System.Data.Common;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Engines.Copying;

/// <summary>What an engine does to take a company's database to another server. Every step can be repeated.</summary>
internal interface ICompanyCopy
{
    /// <summary>
    /// The name of the new database. It is this move's own, so that dropping a half-made one can never hit the database that the
    /// company is served from, also when two servers are the same machine.
    /// </summary>
    string TargetNameFor(CompanyId company, Guid move);

    /// <summary>
    /// Opens the company's database as <see cref="IDatabaseEngine.OpenCompanyAsync"/> does and holds it still: whoever was writing has
    /// finished, and until the hold is let go nobody else writes, in this process or another.
    /// </summary>
    /// <exception cref="Binding.BindingRefusedException">Busy: somebody would not stop writing; or it cannot be opened.</exception>
    Task<ICompanyHold> HoldAsync(CatalogEntry source, CancellationToken cancellationToken);

    /// <summary>Makes the new database with its schema, stamp and logins, empty; drops what an earlier try left of it.</summary>
    Task PrepareAsync(CatalogEntry target, CancellationToken cancellationToken);

    /// <summary>Opens the new database for filling it.</summary>
    Task<ICopyTarget> OpenTargetAsync(CatalogEntry target, CancellationToken cancellationToken);

    /// <summary>Makes sure that nobody can open or change it as the company's any more. What is gone already is no error.</summary>
    Task FreezeAsync(CatalogEntry source, CancellationToken cancellationToken);

    /// <summary>
    /// Drops a database that nobody is served from, with the logins that only it needs: one that the catalog does not name, or that of a
    /// company that is being erased. What is gone already is no error.
    /// </summary>
    Task DropAsync(CatalogEntry gone, CancellationToken cancellationToken);
}

/// <summary>A company's database that nobody else writes to.</summary>
internal interface ICompanyHold : IAsyncDisposable
{
    /// <summary>The connection to read it with.</summary>
    DbConnection Connection { get; }

    /// <summary>Asks the database itself whether it is still held: a connection can break without anybody noticing.</summary>
    /// <exception cref="Binding.BindingRefusedException">DatabaseUnavailable: it is not held any more, so somebody may have written.</exception>
    Task DemandAsync(CancellationToken cancellationToken);

    /// <summary>As <see cref="ICompanyCopy.FreezeAsync"/>, without letting go in between.</summary>
    Task FreezeAsync(CancellationToken cancellationToken);
}

/// <summary>A new database that is being filled.</summary>
internal interface ICopyTarget : IAsyncDisposable
{
    /// <summary>The connection to read it with.</summary>
    DbConnection Connection { get; }

    /// <summary>Writes all rows of a table, keys that the database gives included, as they come.</summary>
    /// <param name="rows">The rows; they are waited for.</param>
    /// <param name="written">Told how many rows were written since it was last told, perhaps by several at once.</param>
    /// <param name="cancellationToken">Stops it between two rows.</param>
    Task WriteAsync(RowsAhead rows, Action<int> written, CancellationToken cancellationToken);

    /// <summary>Ends the filling: what was out of the way stands again, references hold, and all of it is safe on disk.</summary>
    Task FinishAsync(CancellationToken cancellationToken);
}
