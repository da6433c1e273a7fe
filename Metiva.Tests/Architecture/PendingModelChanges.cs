using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Engines.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tests.Architecture;

/// <summary>Whether a model says something that no migration makes yet, of both databases on both engines.</summary>
internal static class PendingModelChanges
{
    /// <summary>Prints what was found. False when a migration is missing.</summary>
    public static bool Check(TextWriter output)
    {
        DbContext[] contexts =
        [
            new SqliteCompanyContextFactory().CreateDbContext([]),
            new SqliteControlPlaneContextFactory().CreateDbContext([]),
            new SqlServerCompanyContextFactory().CreateDbContext([]),
            new SqlServerControlPlaneContextFactory().CreateDbContext([]),
        ];
        var pending = 0;
        foreach (var context in contexts)
        {
            var changed = context.Database.HasPendingModelChanges();
            pending += changed ? 1 : 0;
            output.WriteLine(
                $"{context.GetType().Name, -28} {(changed ? "its model has changed since its last migration" : "no changes")}"
            );
            context.Dispose();
        }

        return pending == 0;
    }
}
