using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Files.Uploads;

/// <summary>
/// Begins to take a large file in, and keeps room for it. The same file of the same person that was begun before is gone on with.
/// </summary>
public sealed class StartUpload(TenantScope scope, CompanyDatabase database, FileSettings settings)
{
    /// <summary>What is going to come.</summary>
    /// <param name="Name">As its sender calls it.</param>
    /// <param name="Folder">What it is put away under.</param>
    /// <param name="Size">How many bytes.</param>
    /// <param name="Modified">When it was last changed, by the sender's clock.</param>
    /// <param name="InPortal">Whether it is uploaded as the client.</param>
    public sealed record Command(string Name, string? Folder, long Size, long Modified, bool InPortal);

    /// <summary>Does it; says from where to send.</summary>
    public async Task<Result<UploadStanding>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksUpload(command.InPortal) is { } denied)
        {
            return denied;
        }

        if (command.Size <= 0)
        {
            return new InvalidField("Size", "range");
        }

        var name = DownloadName.Of(command.Name);
        if (Limits.Check("Folder", command.Folder, StoredFile.FolderLength, required: false) is { } invalid)
        {
            return invalid;
        }

        return command.Size > settings.LargestBytes
            ? new FileTooLarge(settings.LargestBytes)
            : await database.WriteAsync<UploadStanding>((write, token) => StartAsync(write, command, name, token), cancellationToken);
    }

    private async Task<Result<UploadStanding>> StartAsync(
        CompanyWrite write,
        Command command,
        string name,
        CancellationToken cancellationToken
    )
    {
        var me = write.Tenant.PersonId;
        var begun = await write.Data.FileUploads.FirstOrDefaultAsync(
            row =>
                row.CreatedBy == me
                && row.Name == name
                && row.Size == command.Size
                && row.Modified == command.Modified
                && row.ExpiresAt > write.Now,
            cancellationToken
        );
        if (begun is not null)
        {
            begun.ExpiresAt = write.Now + settings.UploadLifetime;
            return UploadStanding.Of(begun);
        }

        if ((await write.StorageAsync(without: null, cancellationToken)).Refuses(command.Size) is { } full)
        {
            return full;
        }

        var upload = new FileUpload
        {
            Id = Guid.CreateVersion7(write.Now),
            Name = name,
            Folder = string.IsNullOrWhiteSpace(command.Folder) ? null : command.Folder.Trim(),
            Size = command.Size,
            Modified = command.Modified,
            CreatedBy = me,
            CreatedAt = write.Now,
            ExpiresAt = write.Now + settings.UploadLifetime,
        };
        write.Data.FileUploads.Add(upload);
        return UploadStanding.Of(upload);
    }
}
