using System.Data.Common;
using System.Text.Json;
using Dapper;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Workspace.Audit;

/// <summary>
/// Which records. The text may stand anywhere in a line, the person may be part of a name, and so may an action without a dot; one with a
/// dot and the record are named exactly. Both days are included.
/// </summary>
public sealed record AuditFilter(
    string? Person = null,
    string? Action = null,
    string? EntityType = null,
    string? EntityId = null,
    DateOnly? From = null,
    DateOnly? To = null,
    string? Text = null
)
{
    /// <summary>All of them.</summary>
    public static AuditFilter None { get; } = new();
}

/// <summary>The references to personal values that a filter asks for, each as JSON; null where it asks for none.</summary>
/// <param name="People">To the names of people that fit <see cref="AuditFilter.Person"/>.</param>
/// <param name="Named">To values of anybody that fit <see cref="AuditFilter.Text"/>.</param>
/// <param name="NamedAnywhere">The same, as patterns that find them within a text.</param>
internal sealed record AuditReferences(string? People, string? Named, string? NamedAnywhere);

/// <summary>What the list and the export of the log have in common.</summary>
internal static class AuditListSql
{
    /// <summary>From the log, without a condition yet.</summary>
    internal const string From = " FROM AuditRecords a WHERE 1 = 1";

    /// <summary>How many there are.</summary>
    internal const string CountSql = "SELECT COUNT(*)" + From;

    // By the name as it stands there, or by a reference to one: names of people are encrypted.
    private const string OfPerson = @" AND ((a.PersonName LIKE @Person ESCAPE '\' AND a.PersonName NOT LIKE '{#%') OR a.PersonName IN (";

    // By what the line says, by who did it, or by a reference to somebody in what it says. Most records refer to nobody but who did it, so
    // that is asked first. Two or three letters can be met inside of a reference by chance; what is longer is not.
    private const string OfText =
        @" AND (a.Summary LIKE @Text ESCAPE '\' OR (a.PersonName LIKE @Text ESCAPE '\' AND a.PersonName NOT LIKE '{#%') OR a.PersonName IN (";
    private const string OrRefers =
        ") OR ((a.Summary LIKE '%{#%' OR a.Before LIKE '%{#%' OR a.After LIKE '%{#%') AND EXISTS (SELECT 1 FROM (";
    private const string ToOne =
        @") named WHERE a.Summary LIKE named.value ESCAPE '\' OR a.Before LIKE named.value ESCAPE '\' OR a.After LIKE named.value ESCAPE '\')))";
    private const string OfAction = @" AND a.Action LIKE @Action ESCAPE '\'";
    private const string OfType = " AND a.EntityType = @EntityType";
    private const string OfRecord = " AND a.EntityId = @EntityId";
    private const string Since = " AND a.At >= @Since";
    private const string Before = " AND a.At < @Before";

    // One bit for each condition.
    private const int Conditions = 7;

    /// <summary>The conditions of a filter.</summary>
    internal static string Where(AuditFilter filter, SqlDialect dialect) =>
        Where(
            dialect,
            filter.Text is not null,
            filter.Person is not null,
            filter.Action is not null,
            filter.EntityType is not null,
            filter.EntityId is not null,
            filter.From is not null,
            filter.To is not null
        );

    internal static IEnumerable<string> Texts(SqlDialect dialect) => EveryWhere(dialect).Select(where => CountSql + where);

    /// <summary>Every text that <see cref="Where(AuditFilter, SqlDialect)"/> can give.</summary>
    internal static IEnumerable<string> EveryWhere(SqlDialect dialect) =>
        Enumerable
            .Range(0, 1 << Conditions)
            .Select(bits => Where(dialect, [.. Enumerable.Range(0, Conditions).Select(bit => (bits & (1 << bit)) != 0)]));

    /// <summary>The values of a filter, and which part of what it finds.</summary>
    internal static object Parameters(AuditFilter filter, AuditReferences references, long skip, int take, long after = 0) =>
        new
        {
            Text = LikePattern.Containing(filter.Text),
            references.Named,
            references.NamedAnywhere,
            Person = LikePattern.Containing(filter.Person),
            Among = references.People,
            Action = filter.Action is { } action && action.Contains('.', StringComparison.Ordinal)
                ? LikePattern.Exactly(action)
                : LikePattern.Containing(filter.Action),
            EntityType = Ansi(filter.EntityType),
            EntityId = Ansi(filter.EntityId),
            Since = filter.From is { } from ? BusinessDay.StartOf(from) : (DateTimeOffset?)null,
            Before = filter.To is { } to ? BusinessDay.StartOf(to.AddDays(1)) : (DateTimeOffset?)null,
            Skip = skip,
            Take = take,
            After = after,
        };

    /// <summary>Which references stand for what a filter asks for.</summary>
    internal static async Task<AuditReferences> ReferencesAsync(
        AuditFilter filter,
        DbConnection connection,
        SqlDialect dialect,
        CancellationToken cancellationToken
    )
    {
        var people = filter.Person is { } person
            ? await PersonalValues.ReferencesToAsync(connection, dialect, person, peopleOnly: true, cancellationToken)
            : null;
        var named = filter.Text is { } text
            ? await PersonalValues.ReferencesToAsync(connection, dialect, text, peopleOnly: false, cancellationToken)
            : null;
        return new AuditReferences(Json(people), Json(named), Json(named?.Select(LikePattern.Containing)));
    }

    private static string Where(SqlDialect dialect, params ReadOnlySpan<bool> asked) =>
        string.Concat([
            asked[0] ? OfText + Among(dialect, "@Named") + OrRefers + Among(dialect, "@NamedAnywhere") + ToOne : "",
            asked[1] ? OfPerson + dialect.AmongWritten + "))" : "",
            asked[2] ? OfAction : "",
            asked[3] ? OfType : "",
            asked[4] ? OfRecord : "",
            asked[5] ? Since : "",
            asked[6] ? Before : "",
        ]);

    private static string Among(SqlDialect dialect, string parameter) =>
        dialect.AmongWritten.Replace("@Among", parameter, StringComparison.Ordinal);

    private static string? Json(IEnumerable<string?>? texts) => texts is null ? null : JsonSerializer.Serialize(texts);

    // These columns hold plain ASCII; a wider parameter would keep SQL Server from their index.
    private static DbString? Ansi(string? value) =>
        value is null
            ? null
            : new DbString
            {
                Value = value,
                IsAnsi = true,
                Length = AuditRecord.EntityLength,
            };
}
