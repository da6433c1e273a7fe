using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Mail;
using Metiva.Web.Ui;

namespace Metiva.Web.Workspace.Mail;

/// <summary>A line of the list.</summary>
public sealed record MailRow
{
    public Guid Id { get; init; }
    public string Kind { get; init; } = "";
    public string ToAddress { get; init; } = "";
    public string? ToName { get; init; }
    public string Language { get; init; } = "";
    public string Subject { get; init; } = "";
    public MailState State { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public string? Trouble { get; init; }
    public string? EntityType { get; init; }
    public Guid? EntityId { get; init; }
    public bool Asked { get; init; }
    public long Version { get; init; }

    /// <summary>Whether it has the secret that it carries, or carries none.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether a person may have it sent once more.</summary>
    public bool CanBeSentAgain => OutgoingMail.IsToSendAgain(State, IsWhole);

    /// <summary>Whether something is about to happen with it.</summary>
    public bool IsMoving => State == MailState.Sending || this is { State: MailState.Waiting, Asked: true, Attempts: 0 };
}

/// <summary>A page of mails, and the kinds that there are to filter by.</summary>
public sealed record MailList(ListPage<MailRow> Page, IReadOnlyList<string> Kinds);

/// <summary>The company's mails: three statements a page, whatever the size of the table.</summary>
public sealed class MailListQuery(TenantScope scope, CompanyDatabase database)
{
    private const string KindsSql = "SELECT DISTINCT m.Kind" + MailListSql.From + " ORDER BY m.Kind";

    /// <summary>Finds the bodies that have a place for a secret.</summary>
    internal static string Mark { get; } = LikePattern.Containing(OutgoingMail.SecretMark);

    /// <summary>Reads a page; a page past the end gives the last one.</summary>
    public async Task<Result<MailList>> Run(ListQuery query, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Audit.Read) is { } denied)
        {
            return denied;
        }

        var (search, state, kind) = (query.Text("q"), query.Choice<MailState>("state"), query.Text("kind"));
        var where = MailListSql.Where(search is not null, state is not null, kind is not null);
        return await database.ReadAsync<Result<MailList>>(
            async (connection, token) =>
            {
                object Parameters(long skip) =>
                    new
                    {
                        Search = LikePattern.Containing(search),
                        State = Ansi(state?.ToString()),
                        Kind = Ansi(kind),
                        Mark,
                        Skip = skip,
                        Take = query.PageSize,
                    };

                var count = await connection.ExecuteScalarAsync<long>(
                    new CommandDefinition(MailListSql.CountSql + where, Parameters(0), cancellationToken: token)
                );
                var skip = (query.PageOf(count) - 1L) * query.PageSize;
                var rows = await connection.QueryAsync<MailRow>(
                    new CommandDefinition(
                        PageText(where, query.Sort, query.Descending, database.Dialect),
                        Parameters(skip),
                        cancellationToken: token
                    )
                );
                var kinds = await connection.QueryAsync<string>(new CommandDefinition(KindsSql, cancellationToken: token));
                return new MailList(new ListPage<MailRow>(rows.AsList(), count), kinds.AsList());
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        from bits in Enumerable.Range(0, 8)
        let conditions = MailListSql.Where((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0)
        from sort in MailLogAddress.Rules.Sorts
        from down in new[] { false, true }
        from text in new[] { MailListSql.CountSql + conditions, PageText(conditions, sort, down, dialect), KindsSql }
        select text;

    private static string PageText(string where, string sort, bool descending, SqlDialect dialect) =>
        string.Concat(MailListSql.Columns + MailListSql.From, where, MailListSql.OrderBy(sort, descending), dialect.Page);

    // These columns hold plain ASCII; a wider parameter would keep SQL Server from their index.
    private static DbString? Ansi(string? value) =>
        value is null
            ? null
            : new DbString
            {
                Value = value,
                IsAnsi = true,
                Length = OutgoingMail.KindLength,
            };
}
