using Metiva.Domain.Companies;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Web.Development;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Metiva.Tests.Isolation;

/// <summary>
/// A word for each company that stands in every text column of its database and nowhere else. Where it is seen by anybody of another
/// company, something leaked.
/// </summary>
internal static class Sentinels
{
    // Columns whose text has a form of its own; they name nobody and carry nothing that a person wrote.
    private static readonly HashSet<string> Formed = new(StringComparer.Ordinal)
    {
        "CompanyProfile.BrandColour",
        "CompanyProfile.LogoContentType",
        "CompanyProfile.Country",
        "Accounts.Country",
        "AuditRecords.Action",
        "AuditRecords.EntityType",
        "AuditRecords.EntityId",
    };

    private static readonly HashSet<string> Json = new(StringComparer.Ordinal) { "AuditRecords.Before", "AuditRecords.After" };

    public static IReadOnlyDictionary<CompanyId, string> Words { get; } =
        new Dictionary<CompanyId, string>
        {
            [DemoCompanies.Agency.Id] = "Qxagcy7",
            [DemoCompanies.Bakery.Id] = "Qxbake7",
            [DemoCompanies.Bicycles.Id] = "Qxbike7",
            [DemoCompanies.Physiotherapy.Id] = "Qxphys7",
        };

    /// <summary>Puts the word into every row of every text column. Returns the columns.</summary>
    public static List<string> Plant(string file, string word)
    {
        using var connection = new SqliteConnection(SqliteFiles.ConnectionString(file, pooled: false));
        connection.Open();
        using var transaction = connection.BeginTransaction();
        var triggers = Triggers(connection);
        foreach (var (name, _) in triggers)
        {
            Run(connection, $"DROP TRIGGER \"{name}\"");
        }

        var columns = TextColumns().ToList();
        foreach (var column in columns)
        {
            Run(connection, Statement(column, word));
        }

        foreach (var (_, sql) in triggers)
        {
            Run(connection, sql);
        }

        transaction.Commit();
        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        return [.. columns.Select(Name)];
    }

    private static string Statement(IColumn column, string word) =>
        Json.Contains(Name(column))
            ? $"UPDATE \"{column.Table.Name}\" SET \"{column.Name}\" = '{{\"{word}\":\"{word}\"}}' WHERE \"{column.Name}\" IS NOT NULL"
            : $"""
                UPDATE "{column.Table.Name}"
                SET "{column.Name}" = substr('{word} ' || "{column.Name}", 1, {column.PropertyMappings[0].Property.GetMaxLength() ?? 1000})
                WHERE "{column.Name}" IS NOT NULL
                """;

    private static IEnumerable<IColumn> TextColumns()
    {
        using var context = new SqliteCompanyContext(new DbContextOptionsBuilder<SqliteCompanyContext>().UseSqlite().Options);
        return
        [
            .. context
                .Model.GetRelationalModel()
                .Tables.SelectMany(table => table.Columns)
                .Where(column =>
                    column.PropertyMappings[0].Property is { } property
                    && property.ClrType == typeof(string)
                    && property.GetValueConverter() is null
                    && !property.IsPrimaryKey()
                )
                .Where(column => !Formed.Contains(Name(column))),
        ];
    }

    private static string Name(IColumn column) => $"{column.Table.Name}.{column.Name}";

    private static List<(string Name, string Sql)> Triggers(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'";
        using var reader = command.ExecuteReader();
        var triggers = new List<(string, string)>();
        while (reader.Read())
        {
            triggers.Add((reader.GetString(0), reader.GetString(1)));
        }

        return triggers;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
