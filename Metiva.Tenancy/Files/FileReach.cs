using Metiva.Domain.Access;
using Metiva.Domain.Files;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Files;

/// <summary>Which files a person reaches, from the workspace and from the portal: asked anew for each row.</summary>
internal static class FileReach
{
    /// <summary>The refusal when this person may not upload here, or null.</summary>
    internal static PermissionDenied? LacksUpload(this TenantContext tenant, bool inPortal) =>
        inPortal
            ? tenant.IsPortal
                ? tenant.Lacks(Permissions.Files.Upload)
                : new PermissionDenied(Permissions.Files.Upload.Name)
            : tenant.LacksAsStaff(Permissions.Files.Create);

    /// <summary>The refusal when this person may not do this in the workspace, or null. What is only published is for the portal.</summary>
    internal static PermissionDenied? LacksAsStaff(this TenantContext tenant, Permission permission) =>
        tenant.IsStaff && tenant.ScopeOf(permission) > Scope.Published ? null : new PermissionDenied(permission.Name);

    /// <summary>The file, for a change: <see cref="NotFound"/> when the grant does not reach it.</summary>
    internal static async Task<Result<StoredFile>> LoadFileAsync(
        this CompanyWrite write,
        Guid id,
        long version,
        Permission permission,
        CancellationToken cancellationToken
    )
    {
        var me = write.Tenant.PersonId;
        var all = write.Tenant.ScopeOf(permission) == Scope.All;
        var file = await write.Data.StoredFiles.SingleOrDefaultAsync(
            row => row.Id == id && (all || row.CreatedBy == me),
            cancellationToken
        );
        return file is null ? new NotFound()
            : file.Version == version ? file
            : new ChangedMeanwhile();
    }

    /// <summary>How much of the plan is taken, apart from one upload that is about to become a file.</summary>
    internal static async Task<StorageUse> StorageAsync(this CompanyWrite write, Guid? without, CancellationToken cancellationToken)
    {
        var files = await write.Data.StoredFiles.SumAsync(row => row.Size, cancellationToken);
        var uploads = await write
            .Data.FileUploads.Where(row => row.ExpiresAt > write.Now && row.Id != without)
            .SumAsync(row => row.Size, cancellationToken);
        return new StorageUse(files + uploads, StorageUseQuery.QuotaOf(write.Tenant));
    }

    /// <summary>Who acts, as rows keep it.</summary>
    internal static Actor By(this CompanyWrite write) => new(write.Tenant.PersonId, write.Tenant.PersonName);

    /// <summary>Writes what was done to a file into the audit.</summary>
    internal static void Audit(this CompanyWrite write, string action, StoredFile file, object? before = null, object? after = null) =>
        write.Audit(action, nameof(StoredFile), file.Id.ToString("D"), file.Name, before, after);
}
