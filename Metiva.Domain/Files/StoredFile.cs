using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;

namespace Metiva.Domain.Files;

/// <summary>What was uploaded, as the store has it.</summary>
/// <param name="ContentType">The media type that the content itself shows, whatever its name says.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Hash">SHA-256 of it, 64 lower-case hexadecimal digits.</param>
/// <param name="StoredName">What it is called on disk, by which a sweep finds that it is still needed.</param>
public sealed record FileContents(string ContentType, long Size, string Hash, string StoredName);

/// <summary>A file of the company: what it is called, who may see it, and which content it has. The content itself never changes.</summary>
public sealed class StoredFile
{
    /// <summary>The longest name.</summary>
    public const int NameLength = 120;

    /// <summary>The longest name of a folder.</summary>
    public const int FolderLength = 100;

    /// <summary>For how long a removed file can be taken back.</summary>
    public static readonly TimeSpan InBin = TimeSpan.FromDays(30);

    private StoredFile() { }

    /// <summary>Its key.</summary>
    public Guid Id { get; private set; }

    /// <summary>What it is called, ending included; safe on every system.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it is put away under; null for none.</summary>
    public string? Folder { get; private set; }

    /// <summary>The media type that its content shows.</summary>
    public string ContentType { get; private set; } = "";

    /// <summary>How many bytes it has.</summary>
    public long Size { get; private set; }

    /// <summary>SHA-256 of its content.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>What its content is called on disk.</summary>
    public string StoredName { get; private set; } = "";

    /// <summary>The kind of record that it belongs to, such as <c>Project</c>; null when it stands by itself.</summary>
    public string? EntityType { get; private set; }

    /// <summary>That record's key.</summary>
    public Guid? EntityId { get; private set; }

    /// <summary>Who uploaded it.</summary>
    public PersonId CreatedBy { get; private set; }

    /// <summary>The name of whoever uploaded it, at that time.</summary>
    public string CreatedByName { get; private set; } = "";

    /// <summary>Whether it came through the portal.</summary>
    public bool FromClient { get; private set; }

    /// <summary>When it was uploaded.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Since when the client sees it; null while they do not.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Since when it lies in the bin; null when it does not.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>Concurrency token; every change adds one.</summary>
    public long Version { get; private set; }

    /// <summary>Enters a file whose content is stored already.</summary>
    /// <param name="id">Its key; the one of its upload, so that an upload becomes one file however often it is finished.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="folder">What it is put away under.</param>
    /// <param name="contents">What the store has.</param>
    /// <param name="by">Who uploaded it.</param>
    /// <param name="fromClient">Whether that was in the portal.</param>
    /// <param name="at">When.</param>
    public static Result<StoredFile> Create(
        Guid id,
        string name,
        string? folder,
        FileContents contents,
        Actor by,
        bool fromClient,
        DateTimeOffset at
    )
    {
        var file = new StoredFile
        {
            Id = id,
            ContentType = contents.ContentType,
            Size = contents.Size,
            Hash = contents.Hash,
            StoredName = contents.StoredName,
            CreatedBy = by.Id,
            CreatedByName = by.Name,
            FromClient = fromClient,
            CreatedAt = at,
            Version = 1,
        };
        return file.Call(name, folder) is { } refusal ? refusal : file;
    }

    /// <summary>Calls it otherwise, or puts it elsewhere.</summary>
    public Result Rename(string name, string? folder)
    {
        if (RemovedAt is not null)
        {
            return new FileInBin();
        }

        if (Call(name, folder) is { } refusal)
        {
            return refusal;
        }

        Version++;
        return Result.Done;
    }

    /// <summary>Shows it to the client.</summary>
    public Result Publish(DateTimeOffset at)
    {
        if (RemovedAt is not null)
        {
            return new FileInBin();
        }

        PublishedAt ??= at;
        Version++;
        return Result.Done;
    }

    /// <summary>Shows it to the client no longer. Whoever uploaded it still sees it.</summary>
    public Result Unpublish()
    {
        if (RemovedAt is not null)
        {
            return new FileInBin();
        }

        PublishedAt = null;
        Version++;
        return Result.Done;
    }

    /// <summary>Puts it into the bin, where nobody opens it.</summary>
    public Result Remove(DateTimeOffset at)
    {
        if (RemovedAt is not null)
        {
            return new FileInBin();
        }

        RemovedAt = at;
        Version++;
        return Result.Done;
    }

    /// <summary>Takes it back out of the bin, shown or not as it was.</summary>
    public Result Restore()
    {
        if (RemovedAt is null)
        {
            return new FileNotInBin();
        }

        RemovedAt = null;
        Version++;
        return Result.Done;
    }

    private Error? Call(string name, string? folder)
    {
        if ((Limits.Check("Name", name, NameLength) ?? Limits.Check("Folder", folder, FolderLength, required: false)) is { } refusal)
        {
            return refusal;
        }

        (Name, Folder) = (name.Trim(), Limits.Clean(folder));
        return null;
    }
}
