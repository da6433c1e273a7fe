using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Web.Ui;
using Metiva.Web.Ui.Files;

namespace Metiva.Web.Workspace.Files;

/// <summary>What the list can be narrowed to.</summary>
public enum FileState
{
    Published,
    Internal,
    FromClient,
    Bin,
}

/// <summary>What the list can be sorted by.</summary>
public enum FileSort
{
    Uploaded,
    Name,
    Size,
    Folder,
}

/// <summary>A page of the list. Page counts from 1.</summary>
public sealed record FileListRequest(
    string? Text = null,
    FileKind? Kind = null,
    FileState? State = null,
    FileSort Sort = FileSort.Uploaded,
    bool Descending = true,
    int Page = 1,
    int PageSize = 25
);

/// <summary>A row of the list.</summary>
public sealed record FileRow
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public string? Folder { get; init; }
    public string ContentType { get; init; } = "";
    public long Size { get; init; }
    public string CreatedByName { get; init; } = "";
    public bool FromClient { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; init; }
    public long Version { get; init; }
}

/// <summary>The list of files: two statements, whatever the size of the table.</summary>
public sealed class FileListQuery(TenantScope scope, CompanyDatabase database)
{
    private const string CountSql = "SELECT COUNT(*)";
    private const string ColumnsSql =
        "SELECT f.Id, f.Name, f.Folder, f.ContentType, f.Size, f.CreatedByName, f.FromClient, f.CreatedAt, f.PublishedAt, f.RemovedAt, f.Version";
    private const string FromSql = " FROM StoredFiles f WHERE 1 = 1";
    private const string WithText = @" AND (f.Name LIKE @Text ESCAPE '\' OR f.Folder LIKE @Text ESCAPE '\')";
    private const string Own = " AND f.CreatedBy = @Me";

    /// <summary>Reads the page; a page past the end gives the last one.</summary>
    public async Task<Result<ListPage<FileRow>>> Run(FileListRequest request, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        var reach = tenant.ScopeOf(Permissions.Files.Read);
        if (!tenant.IsStaff || reach <= Scope.Published)
        {
            return new PermissionDenied(Permissions.Files.Read.Name);
        }

        var where = Where(request.Text is not null, request.Kind, request.State, reach == Scope.Own);
        var size = Math.Clamp(request.PageSize, 1, ListRules.PageSizes[^1]);
        return await database.ReadAsync<Result<ListPage<FileRow>>>(
            async (connection, token) =>
            {
                object Parameters(int skip) =>
                    new
                    {
                        Text = LikePattern.Containing(request.Text),
                        Me = tenant.PersonId.Value,
                        Skip = skip,
                        Take = size,
                    };

                var total = await connection.ExecuteScalarAsync<long>(
                    new CommandDefinition(CountSql + FromSql + where, Parameters(0), cancellationToken: token)
                );
                var last = (int)Math.Max(1, (total + size - 1) / size);
                var text = ColumnsSql + FromSql + where + OrderBy(request.Sort, request.Descending) + database.Dialect.Page;
                var rows = await connection.QueryAsync<FileRow>(
                    new CommandDefinition(text, Parameters((Math.Clamp(request.Page, 1, last) - 1) * size), cancellationToken: token)
                );
                return new ListPage<FileRow>(rows.AsList(), total);
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        from text in new[] { false, true }
        from kind in FileKinds.OrNone
        from state in Enum.GetValues<FileState>().Select(state => (FileState?)state).Prepend(null)
        from own in new[] { false, true }
        let conditions = Where(text, kind, state, own)
        from sort in Enum.GetValues<FileSort>()
        from down in new[] { false, true }
        from statement in new[] { CountSql + FromSql + conditions, ColumnsSql + FromSql + conditions + OrderBy(sort, down) + dialect.Page }
        select statement;

    private static string Where(bool text, FileKind? kind, FileState? state, bool own) =>
        string.Concat(StateOf(state), FileKinds.Where(kind), text ? WithText : "", own ? Own : "");

    private static string StateOf(FileState? state) =>
        state switch
        {
            FileState.Published => " AND f.RemovedAt IS NULL AND f.PublishedAt IS NOT NULL",
            FileState.Internal => " AND f.RemovedAt IS NULL AND f.PublishedAt IS NULL",
            FileState.FromClient => " AND f.RemovedAt IS NULL AND f.FromClient = 1",
            FileState.Bin => " AND f.RemovedAt IS NOT NULL",
            _ => " AND f.RemovedAt IS NULL",
        };

    private static string OrderBy(FileSort sort, bool descending) =>
        (sort, descending) switch
        {
            (FileSort.Name, false) => " ORDER BY f.Name, f.Id ",
            (FileSort.Name, true) => " ORDER BY f.Name DESC, f.Id DESC ",
            (FileSort.Size, false) => " ORDER BY f.Size, f.Id ",
            (FileSort.Size, true) => " ORDER BY f.Size DESC, f.Id DESC ",
            (FileSort.Folder, false) => " ORDER BY f.Folder, f.Name, f.Id ",
            (FileSort.Folder, true) => " ORDER BY f.Folder DESC, f.Name DESC, f.Id DESC ",
            (_, false) => " ORDER BY f.CreatedAt, f.Id ",
            (_, true) => " ORDER BY f.CreatedAt DESC, f.Id DESC ",
        };
}
