using System.Data.Common;
using Dapper;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Workspace.Audit;

/// <summary>Which records. Person and action may be parts of a name; the record is named exactly. Both days are included.</summary>
public sealed record AuditFilter(
    string? Person = null,
    string? Action = null,
    string? EntityType = null,
    string? EntityId = null,
    DateOnly? From = null,
    DateOnly? To = null
)
{
    /// <summary>All of them.</summary>
    public static AuditFilter None { get; } = new();
}

/// <summary>What the list and the export of the log have in common.</summary>
internal static class AuditListSql
{
    /// <summary>From the log, without a condition yet.</summary>
    internal const string From = " FROM AuditRecords a WHERE 1 = 1";

    /// <summary>How many there are.</summary>
    internal const string CountSql = "SELECT COUNT(*)" + From;

    // By the name as it stands there, or by a reference to one: names of people are encrypted.
    private const string OfPerson = @" AND ((a.PersonName LIKE @Person ESCAPE '\' AND a.PersonName NOT LIKE '{#%') OR a.PersonName IN (";
    private const string OfAction = @" AND a.Action LIKE @Action ESCAPE '\'";
    private const string OfType = " AND a.EntityType = @EntityType";
    private const string OfRecord = " AND a.EntityId = @EntityId";
    private const string Since = " AND a.At >= @Since";
    private const string Before = " AND a.At < @Before";

    /// <summary>The conditions of a filter.</summary>
    internal static string Where(AuditFilter filter, SqlDialect dialect) =>
        Where(
            dialect,
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
            .Range(0, 64)
            .Select(bits =>
                Where(dialect, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0, (bits & 32) != 0)
            );

    /// <summary>The values of a filter, and which part of what it finds.</summary>
    internal static object Parameters(AuditFilter filter, string? people, long skip, int take, long after = 0) =>
        new
        {
            Person = LikePattern.Containing(filter.Person),
            Among = people,
            Action = LikePattern.Containing(filter.Action),
            EntityType = Ansi(filter.EntityType),
            EntityId = Ansi(filter.EntityId),
            Since = filter.From is { } from ? BusinessDay.StartOf(from) : (DateTimeOffset?)null,
            Before = filter.To is { } to ? BusinessDay.StartOf(to.AddDays(1)) : (DateTimeOffset?)null,
            Skip = skip,
            Take = take,
            After = after,
        };

    private static string Where(SqlDialect dialect, bool person, bool action, bool type, bool record, bool since, bool before) =>
        string.Concat(
            string.Concat(person ? OfPerson + dialect.AmongWritten + "))" : "", action ? OfAction : ""),
            string.Concat(type ? OfType : "", record ? OfRecord : ""),
            since ? Since : "",
            before ? Before : ""
        );

    /// <summary>Which references stand for the person that a filter asks for; null when it asks for none.</summary>
    internal static async Task<string?> PeopleAsync(
        AuditFilter filter,
        DbConnection connection,
        SqlDialect dialect,
        CancellationToken cancellationToken
    ) => filter.Person is { } person ? await PersonalValues.ReferencesOfPeopleAsync(connection, dialect, person, cancellationToken) : null;

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
