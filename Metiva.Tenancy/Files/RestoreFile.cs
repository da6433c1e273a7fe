using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;

namespace Metiva.Tenancy.Files;

/// <summary>Takes a file back out of the bin.</summary>
public sealed class RestoreFile(TenantScope scope, CompanyDatabase database)
{
    /// <summary>Which file, in the version that the person saw, and how it is to be.</summary>
    public sealed record Command(Guid Id, long Version);

    /// <summary>Does it; gives the new version.</summary>
    public async Task<Result<long>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksAsStaff(Permissions.Files.Delete) is { } denied)
        {
            return denied;
        }

        return await database.WriteAsync<long>(
            async (write, token) =>
            {
                var loaded = await write.LoadFileAsync(command.Id, command.Version, Permissions.Files.Delete, token);
                if (!loaded.Ok)
                {
                    return loaded.Error!;
                }

                var file = loaded.Value;
                var before = new { file.Name, file.Folder };
                if ((file.Restore()).Error is { } refusal)
                {
                    return refusal;
                }

                write.Audit("files.restored", file, before, new { file.Name, file.Folder });
                return file.Version;
            },
            cancellationToken
        );
    }
}
