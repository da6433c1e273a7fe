using Microsoft.Data.Sqlite;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>
/// The driver's handle of a connection. A pooled connection keeps the same handle object, so it names the physical connection.
/// Read through a delegate that is made once, because the property's type may come from an older assembly than the driver was
/// compiled against, and then code that names it does not compile.
/// </summary>
internal static class SqliteHandle
{
    private static readonly Func<SqliteConnection, object?> Read = typeof(SqliteConnection)
        .GetProperty("Handle")!
        .GetMethod!.CreateDelegate<Func<SqliteConnection, object?>>();

    /// <summary>The handle of an open connection.</summary>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    internal static object Of(SqliteConnection connection) =>
        Read(connection) ?? throw new InvalidOperationException("The connection is not open.");
}
