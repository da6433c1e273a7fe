using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Tenancy.Files;

/// <summary>A file to be sent; whoever takes it disposes the content.</summary>
/// <param name="Name">What it is called, safe on every system.</param>
/// <param name="ContentType">What its content is.</param>
/// <param name="Hash">SHA-256 of it.</param>
/// <param name="CreatedAt">When it was uploaded; it never changed since.</param>
/// <param name="Content">To be read from anywhere.</param>
public sealed record FileDownload(string Name, string ContentType, string Hash, DateTimeOffset CreatedAt, Stream Content);

/// <summary>One file with its content, for whoever it is for: decided by its row, whatever led to its address.</summary>
public sealed class FileDownloadQuery(TenantScope scope, CompanyDatabase database, CompanyFiles files)
{
    private const string FileSql =
        "SELECT f.Name, f.ContentType, f.Hash, f.CreatedAt FROM StoredFiles f WHERE f.Id = @Id AND f.RemovedAt IS NULL";
    private const string OwnSql = " AND f.CreatedBy = @Me";
    private const string PublishedSql = " AND f.PublishedAt IS NOT NULL";
    private const string PublishedOrOwnSql = " AND (f.PublishedAt IS NOT NULL OR f.CreatedBy = @Me)";

    /// <summary>Finds it.</summary>
    public async Task<Result<FileDownload>> Run(Guid id, bool inPortal, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (inPortal ? !tenant.IsPortal : !tenant.IsStaff || tenant.ScopeOf(Permissions.Files.Read) <= Scope.Published)
        {
            return new PermissionDenied(Permissions.Files.Read.Name);
        }

        if (tenant.Lacks(Permissions.Files.Read) is { } denied)
        {
            return denied;
        }

        var row = await database.ReadAsync(
            (connection, token) =>
                connection.QuerySingleOrDefaultAsync<Row>(
                    new CommandDefinition(
                        FileSql + Reach(tenant, inPortal),
                        new { Id = id, Me = tenant.PersonId.Value },
                        cancellationToken: token
                    )
                ),
            cancellationToken
        );
        if (row is null)
        {
            return new NotFound();
        }

        return await files.OpenAsync(row.Hash, cancellationToken) is { } content
            ? new FileDownload(DownloadName.Of(row.Name), row.ContentType, row.Hash, row.CreatedAt, content)
            : new ContentMissing();
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [FileSql, FileSql + OwnSql, FileSql + PublishedSql, FileSql + PublishedOrOwnSql];

    private static string Reach(TenantContext tenant, bool inPortal) =>
        (inPortal, tenant.ViewAsClient, tenant.ScopeOf(Permissions.Files.Read)) switch
        {
            // Whoever views as a client has uploaded nothing as one.
            (true, true, _) => PublishedSql,
            (true, false, _) => PublishedOrOwnSql,
            (false, _, Scope.All) => "",
            _ => OwnSql,
        };

    private sealed record Row
    {
        public string Name { get; init; } = "";
        public string ContentType { get; init; } = "";
        public string Hash { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
    }
}
