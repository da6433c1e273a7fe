using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Mail;

namespace Metiva.Web.Workspace.Mail;

/// <summary>What only the page of one mail shows of it.</summary>
public sealed record MailBody
{
    public string? FromAddress { get; init; }
    public Guid? RequestedBy { get; init; }

    /// <summary>The plain text, with <see cref="OutgoingMail.SecretMark"/> where a secret belongs.</summary>
    public string Text { get; init; } = "";

    public bool HasHtml { get; init; }
}

/// <summary>One try, or one report that came back.</summary>
public sealed record MailAttemptRow
{
    public int Attempt { get; init; }
    public DateTimeOffset At { get; init; }
    public MailOutcome Outcome { get; init; }
    public string? Code { get; init; }
    public string? Reply { get; init; }
}

/// <summary>A file that goes with it.</summary>
public sealed record MailFileRow
{
    public int Position { get; init; }
    public string Name { get; init; } = "";
    public long Length { get; init; }
}

/// <summary>One mail with its latest attempts and its files.</summary>
public sealed record MailView(MailRow Row, MailBody Body, IReadOnlyList<MailAttemptRow> Attempts, IReadOnlyList<MailFileRow> Files);

/// <summary>One mail: four statements. What it looks like is read by <see cref="MailPreviewQuery"/>.</summary>
public sealed class MailQuery(TenantScope scope, CompanyDatabase database)
{
    /// <summary>How many attempts are shown, the latest first.</summary>
    public const int MostAttempts = 50;

    private const string RowSql = MailListSql.Columns + MailListSql.From + " AND m.Id = @Id";
    private const string BodySql =
        "SELECT m.FromAddress, m.RequestedBy, m.Text, CASE WHEN m.Html IS NULL THEN 0 ELSE 1 END AS HasHtml FROM Mails m WHERE m.Id = @Id";
    private const string AttemptsSql =
        "SELECT a.Attempt, a.At, a.Outcome, a.Code, a.Reply FROM MailAttempts a WHERE a.MailId = @Id ORDER BY a.Attempt DESC ";
    private const string FilesSql = "SELECT f.Position, f.Name, f.Length FROM MailAttachments f WHERE f.MailId = @Id ORDER BY f.Position";

    /// <summary>Reads it.</summary>
    public async Task<Result<MailView>> Run(Guid id, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Audit.Read) is { } denied)
        {
            return denied;
        }

        var parameters = new
        {
            Id = id,
            MailListQuery.Mark,
            Skip = 0L,
            Take = MostAttempts,
        };
        return await database.ReadAsync<Result<MailView>>(
            async (connection, token) =>
            {
                CommandDefinition Of(string text) => new(text, parameters, cancellationToken: token);

                // A mail that was cleared away between the two is not there either.
                if (
                    await connection.QuerySingleOrDefaultAsync<MailRow>(Of(RowSql)) is not { } row
                    || await connection.QuerySingleOrDefaultAsync<MailBody>(Of(BodySql)) is not { } body
                )
                {
                    return new NotFound();
                }

                var attempts = await connection.QueryAsync<MailAttemptRow>(Of(AttemptsSql + database.Dialect.Page));
                var files = await connection.QueryAsync<MailFileRow>(Of(FilesSql));
                return new MailView(row, body, attempts.AsList(), files.AsList());
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [RowSql, BodySql, AttemptsSql + dialect.Page, FilesSql];
}
