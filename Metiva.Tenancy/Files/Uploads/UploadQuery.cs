using Dapper;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Tenancy.Files.Uploads;

/// <summary>The bound person's own uploads on their way. Nobody sees another's.</summary>
public sealed class UploadQuery(TenantScope scope, CompanyDatabase database, TimeProvider time)
{
    private const string ColumnsSql = "SELECT u.Id, u.Name, u.Size, u.Received, u.ExpiresAt FROM FileUploads u";
    private const string OneSql = ColumnsSql + " WHERE u.Id = @Id AND u.CreatedBy = @Me AND u.ExpiresAt > @Now";
    private const string MineSql = ColumnsSql + " WHERE u.CreatedBy = @Me AND u.ExpiresAt > @Now ORDER BY u.CreatedAt, u.Id ";
    private const string PartsSql =
        "SELECT p.Hash, p.StoredName FROM FileUploadParts p JOIN FileUploads u ON u.Id = p.UploadId"
        + " WHERE p.UploadId = @Id AND u.CreatedBy = @Me ORDER BY p.Start";
    private const string IsFileSql = "SELECT COUNT(*) FROM StoredFiles f WHERE f.Id = @Id AND f.CreatedBy = @Me";
    private const int AtMost = 50;

    /// <summary>Where one of them is.</summary>
    public async Task<Result<UploadStanding>> Run(Guid id, bool inPortal, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksUpload(inPortal) is { } denied)
        {
            return denied;
        }

        var found = await database.ReadAsync(
            (connection, token) => connection.QuerySingleOrDefaultAsync<Row>(Command(OneSql, id, token)),
            cancellationToken
        );
        return found is null ? new NotFound() : found.ToStanding();
    }

    /// <summary>Where all of them are, the oldest first.</summary>
    public async Task<Result<IReadOnlyList<UploadStanding>>> Run(bool inPortal, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksUpload(inPortal) is { } denied)
        {
            return denied;
        }

        var found = await database.ReadAsync(
            (connection, token) => connection.QueryAsync<Row>(Command(MineSql + database.Dialect.Page, Guid.Empty, token)),
            cancellationToken
        );
        return found.Select(row => row.ToStanding()).ToList();
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [OneSql, MineSql + dialect.Page, PartsSql, IsFileSql];

    /// <summary>Whether the upload became a file already.</summary>
    internal async Task<bool> IsFileAsync(Guid id, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            (connection, token) => connection.ExecuteScalarAsync<long>(Command(IsFileSql, id, token)),
            cancellationToken
        ) > 0;

    /// <summary>The parts in their order.</summary>
    internal async Task<IReadOnlyList<StoredPart>> PartsAsync(Guid id, CancellationToken cancellationToken) =>
        (
            await database.ReadAsync(
                (connection, token) => connection.QueryAsync<StoredPart>(Command(PartsSql, id, token)),
                cancellationToken
            )
        ).AsList();

    private CommandDefinition Command(string text, Guid id, CancellationToken cancellationToken) =>
        new(
            text,
            new
            {
                Id = id,
                Me = scope.Context.PersonId.Value,
                Now = time.GetUtcNow(),
                Skip = 0,
                Take = AtMost,
            },
            cancellationToken: cancellationToken
        );

    private sealed record Row
    {
        public Guid Id { get; init; }
        public string Name { get; init; } = "";
        public long Size { get; init; }
        public long Received { get; init; }
        public DateTimeOffset ExpiresAt { get; init; }

        public UploadStanding ToStanding() => new(Id, Name, Size, Received, ExpiresAt);
    }
}

/// <summary>A part as the store has it.</summary>
internal sealed record StoredPart
{
    /// <summary>SHA-256 of it.</summary>
    public string Hash { get; init; } = "";

    /// <summary>What it is called on disk.</summary>
    public string StoredName { get; init; } = "";
}
