using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;

namespace Metiva.Tenancy.Files;

/// <summary>Shows a file to the client, or no longer.</summary>
public sealed class PublishFile(TenantScope scope, CompanyDatabase database)
{
    /// <summary>Which file, in the version that the person saw, and how it is to be.</summary>
    public sealed record Command(Guid Id, long Version, bool Shown);

    /// <summary>Does it; gives the new version.</summary>
    public async Task<Result<long>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksAsStaff(Permissions.Files.Edit) is { } denied)
        {
            return denied;
        }

        return await database.WriteAsync<long>(
            async (write, token) =>
            {
                var loaded = await write.LoadFileAsync(command.Id, command.Version, Permissions.Files.Edit, token);
                if (!loaded.Ok)
                {
                    return loaded.Error!;
                }

                var file = loaded.Value;
                var before = new { file.Name, file.Folder };
                if ((command.Shown ? file.Publish(write.Now) : file.Unpublish()).Error is { } refusal)
                {
                    return refusal;
                }

                write.Audit(command.Shown ? "files.published" : "files.unpublished", file, before, new { file.Name, file.Folder });
                return file.Version;
            },
            cancellationToken
        );
    }
}
