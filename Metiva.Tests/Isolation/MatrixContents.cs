using System.Text;
using Dapper;
using Metiva.Domain.Companies;
using Microsoft.Data.Sqlite;

namespace Metiva.Tests.Isolation;

/// <summary>Everything that stands in a company's database at one moment. Looking changes nothing, but for its own audit records.</summary>
internal sealed class MatrixContents
{
    private readonly Dictionary<CompanyId, List<string>> rows = [];
    private readonly Dictionary<CompanyId, List<(string Action, string PersonId, string Row)>> audits = [];

    private MatrixContents() { }

    public static MatrixContents Of(SentinelWorld world)
    {
        var contents = new MatrixContents();
        foreach (var company in Sentinels.Words.Keys)
        {
            using var connection = new SqliteConnection(
                $"Data Source={SentinelWorld.FileOf(world.Server.DataDirectory, company)};Pooling=False;Mode=ReadOnly"
            );
            connection.Open();
            var tables = connection.Query<string>(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('AuditRecords', 'AuditSeals', 'AuditSubjects', 'AuditValues', 'sqlite_sequence')"
            );
            contents.rows[company] = [.. tables.Order(StringComparer.Ordinal).SelectMany(table => Rows(connection, table))];
            contents.audits[company] =
            [
                .. connection
                    .Query("SELECT * FROM AuditRecords ORDER BY Sequence")
                    .Select(row => ((string)row.Action, (string?)row.PersonId ?? "", (string)Line(row))),
            ];
        }

        return contents;
    }

    /// <summary>What differs afterwards that should not. An export may have left its record, by one of the company's own people.</summary>
    public IEnumerable<string> ChangedIn(MatrixContents after, SentinelWorld world)
    {
        foreach (var (company, word) in Sentinels.Words)
        {
            if (!rows[company].SequenceEqual(after.rows[company]))
            {
                yield return $"Reading changed the database of {word}";
            }

            var known = audits[company].Count;
            if (!audits[company].SequenceEqual(after.audits[company].Take(known)))
            {
                yield return $"Reading changed the audit of {word}";
            }

            var people = world
                .People.Where(person => person.Key.Company == company)
                .Select(person => person.Value.Id.ToString())
                .ToHashSet();
            foreach (var added in after.audits[company].Skip(known))
            {
                if (added.Action is not ("invoices.exported" or "audit.exported") || !people.Contains(added.PersonId))
                {
                    yield return $"The audit of {word} got a record that nobody there caused: {added.Row}";
                }
            }
        }
    }

    /// <summary>The companies, other than this one, in whose databases something differs afterwards.</summary>
    public IEnumerable<CompanyId> ChangedBeside(CompanyId own, MatrixContents after) =>
        Sentinels.Words.Keys.Where(company =>
            company != own && !(rows[company].SequenceEqual(after.rows[company]) && audits[company].SequenceEqual(after.audits[company]))
        );

    /// <summary>What stands in a company's database, as text.</summary>
    public string TextOf(CompanyId company) => string.Join('\n', [.. rows[company], .. audits[company].Select(record => record.Row)]);

    private static IEnumerable<string> Rows(SqliteConnection connection, string table) =>
        connection.Query($"SELECT * FROM \"{table}\" ORDER BY 1").Select(row => (string)Line(row));

    private static string Line(dynamic row) =>
        string.Join(
            '|',
            ((IDictionary<string, object>)row).Values.Select(value => value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : value)
        );
}
