using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Metiva.Tests.Support;

/// <summary>The scripts that make the databases, and bring them from one version to the next.</summary>
internal static class SqlScripts
{
    /// <summary>Every context of the tenancy, of every engine.</summary>
    public static IEnumerable<Type> Contexts() =>
        typeof(Tenancy.TenancyOptions).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DbContext)));

    /// <summary>Makes a context as the migration tools do: by the factory that stands beside it.</summary>
    public static DbContext Make(Type context)
    {
        var kind = typeof(IDesignTimeDbContextFactory<>).MakeGenericType(context);
        var factory = context.Assembly.GetTypes().Single(type => type.IsAssignableTo(kind));
        return (DbContext)
            kind.GetMethod("CreateDbContext")!.Invoke(Activator.CreateInstance(factory, nonPublic: true), [Array.Empty<string>()])!;
    }

    /// <summary>The steps from nothing to the newest version, in their order.</summary>
    public static IReadOnlyList<string> Steps(DbContext context)
    {
        var migrations = context.Database.GetMigrations().ToList();
        var migrator = context.GetService<IMigrator>();
        return
        [
            .. migrations.Select(
                (migration, index) =>
                    migrator.GenerateScript(
                        index == 0 ? Migration.InitialDatabase : migrations[index - 1],
                        migration,
                        MigrationsSqlGenerationOptions.NoTransactions
                    )
            ),
        ];
    }

    public static bool IsSqlite(DbContext context) => context.Database.ProviderName!.EndsWith(".Sqlite", StringComparison.Ordinal);

    /// <summary>A database in memory, made from the scripts of that SQLite context.</summary>
    public static SqliteConnection Run(DbContext context)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        foreach (var step in Steps(context))
        {
            using var command = connection.CreateCommand();
            command.CommandText = step;
            command.ExecuteNonQuery();
        }

        return connection;
    }
}
