using System.Data.Common;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.CompanyData;
using Microsoft.Data.SqlClient;

namespace Metiva.Tests.Support;

/// <summary>Audit texts as somebody who may read the log sees them.</summary>
internal static class StoredAudit
{
    public const string Erased = "[erased]";

    /// <summary>The texts with their personal values.</summary>
    public static async Task<List<string>> ReadableAsync(this DbConnection connection, IReadOnlyList<string> texts)
    {
        var values = await PersonalValues.ReadAsync(connection, DialectOf(connection), texts, CancellationToken.None);
        return [.. texts.Select(text => values.InJson(text, Erased)!)];
    }

    /// <summary>Puts the personal values into the records themselves.</summary>
    public static async Task<List<AuditRecord>> ReadableAsync(this DbConnection connection, List<AuditRecord> records)
    {
        var texts = records.SelectMany(record => new[] { record.PersonName, record.Summary, record.Before, record.After });
        var values = await PersonalValues.ReadAsync(connection, DialectOf(connection), texts, CancellationToken.None);
        foreach (var record in records)
        {
            record.PersonName = values.In(record.PersonName, Erased);
            record.Summary = values.In(record.Summary, Erased);
            record.Before = values.InJson(record.Before, Erased);
            record.After = values.InJson(record.After, Erased);
        }

        return records;
    }

    private static Tenancy.Engines.SqlDialect DialectOf(DbConnection connection) =>
        connection is SqlConnection ? SqlTexts.SqlServer : SqlTexts.Sqlite;
}
