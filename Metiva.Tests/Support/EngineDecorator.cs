using System.Data.Common;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;

namespace Metiva.Tests.Support;

/// <summary>The installation's engine, as it is; a test changes how a company's database is opened.</summary>
internal abstract class EngineDecorator(IDatabaseEngine inner) : IDatabaseEngine
{
    public string Name => inner.Name;

    public string HomeRegion => inner.HomeRegion;

    public SqlDialect Dialect => inner.Dialect;

    public bool IsSynchronous => inner.IsSynchronous;

    public Task PrepareControlPlaneAsync(CancellationToken cancellationToken) => inner.PrepareControlPlaneAsync(cancellationToken);

    public virtual Task<DbConnection> OpenControlPlaneAsync(bool fresh, CancellationToken cancellationToken) =>
        inner.OpenControlPlaneAsync(fresh, cancellationToken);

    public ControlPlaneContext CreateControlPlaneContext(DbConnection connection) => inner.CreateControlPlaneContext(connection);

    public string DatabaseNameFor(CompanyId company) => inner.DatabaseNameFor(company);

    public Task CreateCompanyDatabaseAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        inner.CreateCompanyDatabaseAsync(company, cancellationToken);

    public virtual ValueTask<DbConnection> OpenCompanyAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        inner.OpenCompanyAsync(company, cancellationToken);

    public CompanyContext CreateCompanyContext(DbConnection connection) => inner.CreateCompanyContext(connection);

    public ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        inner.BeginReadAsync(connection, cancellationToken);

    public virtual Task UpgradeCompanyDatabaseAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        inner.UpgradeCompanyDatabaseAsync(company, cancellationToken);

    public virtual ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken) =>
        inner.BeginWriteAsync(connection, cancellationToken);

    public Task FoldLogAsync(DbConnection connection, CancellationToken cancellationToken) =>
        inner.FoldLogAsync(connection, cancellationToken);

    public IDisposable InterruptOn(DbConnection connection, CancellationToken cancellationToken) =>
        inner.InterruptOn(connection, cancellationToken);

    public virtual Task CommitAsync(DbTransaction transaction) => inner.CommitAsync(transaction);

    public virtual FailureKind Classify(Exception exception) => inner.Classify(exception);

    public virtual void ClearIdle(CatalogEntry company) => inner.ClearIdle(company);

    public virtual Exception? Translate(Exception exception, CancellationToken cancellationToken) =>
        inner.Translate(exception, cancellationToken);
}
