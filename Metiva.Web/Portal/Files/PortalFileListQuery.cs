using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Web.Ui;
using Metiva.Web.Ui.Files;

namespace Metiva.Web.Portal.Files;

/// <summary>What the list of files may be sorted by.</summary>
public enum PortalFileSort
{
    Uploaded,
    Name,
    Size,
}

/// <summary>A file as the client sees it. Who of the staff uploaded it is nobody's business here.</summary>
public sealed record PortalFileRow
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public string ContentType { get; init; } = "";
    public long Size { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public bool Mine { get; init; }
}

/// <summary>The files that were shown to the client, and what the person uploaded.</summary>
public sealed class PortalFileListQuery(TenantScope scope, CompanyDatabase database)
{
    /// <summary>The most rows of one page.</summary>
    public const int LargestPage = 100;

    private const string FromSql = " FROM StoredFiles f WHERE ";
    private const string CountSql = "SELECT COUNT(*)" + FromSql;
    private const string RowsSql =
        "SELECT f.Id, f.Name, f.ContentType, f.Size, f.CreatedAt, CASE WHEN f.CreatedBy = @Me THEN 1 ELSE 0 END AS Mine" + FromSql;

    /// <summary>Reads the page; a page past the end gives the last one.</summary>
    public async Task<Result<ListPage<PortalFileRow>>> Run(
        string? text,
        FileKind? kind,
        PortalFileSort sort,
        bool descending,
        int page,
        int pageSize,
        CancellationToken cancellationToken
    )
    {
        var tenant = scope.Context;
        if (tenant.LacksInPortal(Permissions.Files.Read) is { } denied)
        {
            return denied;
        }

        var size = Math.Clamp(pageSize, 1, LargestPage);
        var where = Where(tenant.ViewAsClient, text is not null, kind);
        return await database.ReadAsync<Result<ListPage<PortalFileRow>>>(
            async (connection, token) =>
            {
                object Parameters(int skip) =>
                    new
                    {
                        Text = Workspace.LikePattern.Containing(text),
                        Me = tenant.PersonId.Value,
                        Skip = skip,
                        Take = size,
                    };

                var total = await connection.ExecuteScalarAsync<long>(
                    new CommandDefinition(CountSql + where, Parameters(0), cancellationToken: token)
                );
                var last = (int)Math.Max(1, (total + size - 1) / size);
                var rows = await connection.QueryAsync<PortalFileRow>(
                    new CommandDefinition(
                        RowsSql + where + OrderBy(sort, descending) + database.Dialect.Page,
                        Parameters((Math.Clamp(page, 1, last) - 1) * size),
                        cancellationToken: token
                    )
                );
                return new ListPage<PortalFileRow>(rows.AsList(), total);
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        from viewing in new[] { false, true }
        from text in new[] { false, true }
        from kind in FileKinds.OrNone
        let conditions = Where(viewing, text, kind)
        from sort in Enum.GetValues<PortalFileSort>()
        from down in new[] { false, true }
        from statement in new[] { CountSql + conditions, RowsSql + conditions + OrderBy(sort, down) + dialect.Page }
        select statement;

    // Whoever views as a client has uploaded nothing as one.
    private static string Where(bool viewing, bool text, FileKind? kind) =>
        string.Concat(
            viewing ? Published.Files : "(" + Published.Files + " OR (f.RemovedAt IS NULL AND f.CreatedBy = @Me))",
            FileKinds.Where(kind),
            text ? @" AND f.Name LIKE @Text ESCAPE '\'" : ""
        );

    private static string OrderBy(PortalFileSort sort, bool descending) =>
        (sort, descending) switch
        {
            (PortalFileSort.Name, false) => " ORDER BY f.Name, f.Id ",
            (PortalFileSort.Name, true) => " ORDER BY f.Name DESC, f.Id DESC ",
            (PortalFileSort.Size, false) => " ORDER BY f.Size, f.Id ",
            (PortalFileSort.Size, true) => " ORDER BY f.Size DESC, f.Id DESC ",
            (_, false) => " ORDER BY f.CreatedAt, f.Id ",
            (_, true) => " ORDER BY f.CreatedAt DESC, f.Id DESC ",
        };
}
