using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Files.Uploads;

/// <summary>Gives an upload up, and with it the room that was kept. What came of it is swept.</summary>
public sealed class CancelUpload(TenantScope scope, CompanyDatabase database, CompanyFiles files, StorageUseQuery storage)
{
    /// <summary>Which upload.</summary>
    public sealed record Command(Guid Id, bool InPortal);

    /// <summary>Does it.</summary>
    public async Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksUpload(command.InPortal) is { } denied)
        {
            return denied;
        }

        var given = await database.WriteAsync<Guid>(
            async (write, token) =>
            {
                var me = write.Tenant.PersonId;
                var upload = await write
                    .Data.FileUploads.Include(row => row.Parts)
                    .SingleOrDefaultAsync(row => row.Id == command.Id && row.CreatedBy == me, token);
                if (upload is null)
                {
                    return new NotFound();
                }

                write.Data.FileUploads.Remove(upload);
                return command.Id;
            },
            cancellationToken
        );
        await files.ReachedAsync("upload-cancelled");
        await storage.NoteAsync();
        return given;
    }
}
