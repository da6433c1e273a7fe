using Metiva.Tenancy.Engines.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metiva.Tests.Support;

/// <summary>Lets go of database files before they are deleted.</summary>
internal static class TemporaryFiles
{
    /// <summary>Closes the pooled connections to the databases below a directory, and no others: tests run side by side.</summary>
    public static void ReleasePools(string directory)
    {
        foreach (var file in Directory.GetFiles(directory, "*.db", SearchOption.AllDirectories))
        {
            using var pooled = new SqliteConnection(SqliteFiles.ConnectionString(file));
            SqliteConnection.ClearPool(pooled);
        }
    }
}
