using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Files.Uploads;

/// <summary>Makes a file of the parts that came. Asked again, after a lost answer, it says the same.</summary>
public sealed class FinishUpload(
    TenantScope scope,
    CompanyDatabase database,
    CompanyFiles files,
    UploadQuery uploads,
    StorageUseQuery storage
)
{
    /// <summary>Which upload.</summary>
    public sealed record Command(Guid Id, bool InPortal);

    /// <summary>Does it; gives the file's key.</summary>
    public async Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksUpload(command.InPortal) is { } denied)
        {
            return denied;
        }

        if (await uploads.IsFileAsync(command.Id, cancellationToken))
        {
            return command.Id;
        }

        var found = await uploads.Run(command.Id, command.InPortal, cancellationToken);
        if (!found.Ok)
        {
            return found.Error!;
        }

        if (found.Value.Received != found.Value.Size)
        {
            return new UploadIncomplete(found.Value.Received);
        }

        await using var whole = new UploadedParts(files, await uploads.PartsAsync(command.Id, cancellationToken));
        Result<FileContents> stored;
        try
        {
            stored = await files.PutAsync(whole, found.Value.Size, cancellationToken);
        }
        catch (FileDamagedException)
        {
            return new ContentMissing();
        }

        if (!stored.Ok)
        {
            return stored.Error!;
        }

        if (stored.Value.Size != found.Value.Size)
        {
            return new ContentMissing();
        }

        await files.ReachedAsync("whole-stored");
        var kept = await database.WriteAsync<Guid>((write, token) => KeepAsync(write, command, stored.Value, token), cancellationToken);
        await files.ReachedAsync("file-kept");
        await storage.NoteAsync();
        return kept;
    }

    private static async Task<Result<Guid>> KeepAsync(
        CompanyWrite write,
        Command command,
        FileContents contents,
        CancellationToken cancellationToken
    )
    {
        var me = write.Tenant.PersonId;
        var upload = await write
            .Data.FileUploads.Include(row => row.Parts)
            .SingleOrDefaultAsync(row => row.Id == command.Id && row.CreatedBy == me, cancellationToken);
        if (upload is null)
        {
            var done = await write.Data.StoredFiles.AnyAsync(row => row.Id == command.Id && row.CreatedBy == me, cancellationToken);
            return done ? command.Id : new NotFound();
        }

        // The plan may have become smaller since the room was kept.
        if ((await write.StorageAsync(upload.Id, cancellationToken)).Refuses(contents.Size) is { } full)
        {
            return full;
        }

        write.Data.FileUploads.Remove(upload);
        return write.Enter(upload.Id, upload.Name, upload.Folder, contents, command.InPortal);
    }
}
