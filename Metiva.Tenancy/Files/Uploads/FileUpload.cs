using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.Files.Uploads;

/// <summary>
/// A large file on its way. Each part is stored, then written down here, then acknowledged: whatever dies, the upload goes on at
/// <see cref="Received"/>. It becomes a file with the same key, and this row goes.
/// </summary>
public sealed class FileUpload
{
    /// <summary>Its key, and the file's later.</summary>
    public required Guid Id { get; init; }

    /// <summary>What the file is going to be called.</summary>
    public required string Name { get; init; }

    /// <summary>What it is going to be put away under.</summary>
    public string? Folder { get; init; }

    /// <summary>How many bytes there are going to be.</summary>
    public required long Size { get; init; }

    /// <summary>When the file was last changed on the sender's machine, in its own reckoning: tells whether it is the same file.</summary>
    public required long Modified { get; init; }

    /// <summary>How many bytes are safe.</summary>
    public long Received { get; set; }

    /// <summary>Who sends it; nobody else can go on with it.</summary>
    public required PersonId CreatedBy { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>After when nobody can go on with it; every part moves it.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Its parts.</summary>
    public List<FileUploadPart> Parts { get; } = [];
}

/// <summary>A part of an upload that is safe.</summary>
public sealed class FileUploadPart
{
    /// <summary>Of which upload.</summary>
    public required Guid UploadId { get; init; }

    /// <summary>Where in the file it begins.</summary>
    public required long Start { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required long Length { get; init; }

    /// <summary>SHA-256 of it.</summary>
    public required string Hash { get; init; }

    /// <summary>What it is called on disk.</summary>
    public required string StoredName { get; init; }
}

/// <summary>Where an upload is.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">What the file is going to be called.</param>
/// <param name="Size">How many bytes there are going to be.</param>
/// <param name="Received">How many are safe: from where to go on.</param>
/// <param name="ExpiresAt">Until when it can be gone on with.</param>
public sealed record UploadStanding(Guid Id, string Name, long Size, long Received, DateTimeOffset ExpiresAt)
{
    internal static UploadStanding Of(FileUpload upload) => new(upload.Id, upload.Name, upload.Size, upload.Received, upload.ExpiresAt);
}
