using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Files.Uploads;

/// <summary>Takes the next part of a large file in: on disk first, then written down, then acknowledged.</summary>
public sealed class AddUploadPart(
    TenantScope scope,
    CompanyDatabase database,
    CompanyFiles files,
    FileSettings settings,
    UploadQuery uploads
)
{
    /// <summary>Which upload, where the part begins, and the part.</summary>
    public sealed record Command(Guid Id, long Start, Stream Content, bool InPortal);

    /// <summary>Does it; says from where to go on.</summary>
    public async Task<Result<UploadStanding>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksUpload(command.InPortal) is { } denied)
        {
            return denied;
        }

        // Before the part is read: a sender who went wrong should not send all of it in vain.
        var found = await uploads.Run(command.Id, command.InPortal, cancellationToken);
        if (!found.Ok)
        {
            return found.Error!;
        }

        if (found.Value.Received != command.Start)
        {
            return new WrongOffset(found.Value.Received);
        }

        var atMost = Math.Min(settings.PartBytes, found.Value.Size - found.Value.Received);
        var stored = await files.PutAsync(command.Content, atMost, cancellationToken);
        if (!stored.Ok)
        {
            return stored.Error!;
        }

        await files.ReachedAsync("part-stored");
        var kept = await database.WriteAsync<UploadStanding>(
            (write, token) => KeepAsync(write, command, stored.Value, token),
            cancellationToken
        );
        await files.ReachedAsync("part-kept");
        return kept;
    }

    private async Task<Result<UploadStanding>> KeepAsync(
        CompanyWrite write,
        Command command,
        FileContents part,
        CancellationToken cancellationToken
    )
    {
        var me = write.Tenant.PersonId;
        var upload = await write.Data.FileUploads.SingleOrDefaultAsync(
            row => row.Id == command.Id && row.CreatedBy == me && row.ExpiresAt > write.Now,
            cancellationToken
        );
        if (upload is null)
        {
            return new NotFound();
        }

        // Two senders of the same part, or one whose acknowledgement was lost: only one of them goes in.
        if (upload.Received != command.Start)
        {
            return new WrongOffset(upload.Received);
        }

        if (part.Size > 0)
        {
            write.Data.Add(
                new FileUploadPart
                {
                    UploadId = upload.Id,
                    Start = upload.Received,
                    Length = part.Size,
                    Hash = part.Hash,
                    StoredName = part.StoredName,
                }
            );
            upload.Received += part.Size;
        }

        upload.ExpiresAt = write.Now + settings.UploadLifetime;
        return UploadStanding.Of(upload);
    }
}
