using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Metiva.Tenancy.Connections.Limits;

/// <summary>
/// A connection whose queries stop at a number of rows, so that a query without a page fills neither the host's memory nor the
/// company's turn. It belongs to whoever lent the inner one, which is not disposed with it.
/// </summary>
internal sealed class LimitedConnection(DbConnection inner, int rows) : DbConnection
{
    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => throw new NotSupportedException("A lent connection stays where it is.");
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException("A lent connection stays where it is.");

    public override void Open() => throw new NotSupportedException("A lent connection is open.");

    public override void Close() => throw new NotSupportedException("A lent connection is closed by who lent it.");

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => inner.BeginTransaction(isolationLevel);

    protected override DbCommand CreateDbCommand() => new LimitedCommand(inner.CreateCommand(), rows);
}
