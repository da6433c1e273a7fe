using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// SQL Server and Azure SQL: one database and two logins per company. A login reads and writes the rows of its own company's
/// database and nothing else, so the server itself is the boundary.
/// </summary>
internal sealed class SqlServerEngine(
    SqlServerConnectionFactory factory,
    SqlServerControlPlane controlPlane,
    SqlServerProvisioning provisioning,
    SqlServerContexts contexts,
    SqlServerOptions options
) : IDatabaseEngine
{
    /// <summary>The engine's name in the settings, in the registry and on pages.</summary>
    internal const string EngineName = "SqlServer";

    private readonly ConcurrentDictionary<(string Server, string Database), bool> snapshots = new();

    public string Name => EngineName;

    public string HomeRegion => options.Region;

    // Left to itself, what comes out of a JSON text compares as the database does by default, and a column that compares otherwise
    // refuses to be asked for it.
    public SqlDialect Dialect { get; } =
        new(
            Page: "OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY",
            Among: $"SELECT CAST(value AS varchar(64)) COLLATE {SqlServerCollations.Exact} FROM OPENJSON(@Among)",
            AmongWritten: $"SELECT CAST(value AS nvarchar(64)) COLLATE {SqlServerCollations.People} AS value FROM OPENJSON(@Among)"
        );

    public bool IsSynchronous => false;

    public Task PrepareControlPlaneAsync(CancellationToken cancellationToken) => controlPlane.PrepareAsync(cancellationToken);

    public async Task<DbConnection> OpenControlPlaneAsync(bool fresh, CancellationToken cancellationToken) =>
        // Every statement goes to the server, so a pooled connection fails as well when the database can no longer be reached.
        await factory.OpenControlPlaneAsync(cancellationToken);

    public ControlPlaneContext CreateControlPlaneContext(DbConnection connection) => contexts.ControlPlane(connection);

    public string DatabaseNameFor(CompanyId company) => $"{options.DatabasePrefix}{company.Value:N}";

    public Task CreateCompanyDatabaseAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        provisioning.CreateAsync(company, cancellationToken);

    public Task UpgradeCompanyDatabaseAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        provisioning.UpgradeAsync(company, cancellationToken);

    public async ValueTask<DbConnection> OpenCompanyAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        await factory.OpenCompanyAsync(company, cancellationToken);

    public void ClearIdle(CatalogEntry company) => factory.ClearIdle(company);

    public CompanyContext CreateCompanyContext(DbConnection connection) => contexts.Company(connection);

    public async ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // Where a database does not keep older versions of rows, one moment for all statements means holding off writers.
        var isolation = await KeepsVersionsAsync(connection, cancellationToken) ? IsolationLevel.Snapshot : IsolationLevel.Serializable;
        return await connection.BeginTransactionAsync(isolation, cancellationToken);
    }

    public async ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        try
        {
            await SqlServerLock.WriteAsync((SqlConnection)connection, (SqlTransaction)transaction, cancellationToken);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public IDisposable InterruptOn(DbConnection connection, CancellationToken cancellationToken) => Nothing.Instance;

    public FailureKind Classify(Exception exception) => SqlServerFailures.Classify(exception);

    public Exception? Translate(Exception exception, CancellationToken cancellationToken) =>
        SqlServerErrors.Translate(exception, cancellationToken);

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [SqlServerStatements.SnapshotsAllowed];

    private async ValueTask<bool> KeepsVersionsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var key = (connection.DataSource, connection.Database);
        if (snapshots.TryGetValue(key, out var known))
        {
            return known;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = SqlServerStatements.SnapshotsAllowed;
        var keeps = Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken) ?? 0, provider: null) == 1;
        snapshots[key] = keeps;
        return keeps;
    }

    /// <summary>The driver cancels by itself, and a statement without a token ends with the connection string's timeout.</summary>
    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose() { }
    }
}
