using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;

namespace Metiva.Tenancy.Files;

/// <summary>Takes a file in at once. Its content is safe before its row is written: there is never a file without content.</summary>
public sealed class UploadFile(
    TenantScope scope,
    CompanyDatabase database,
    CompanyFiles files,
    StorageUseQuery storage,
    FileSettings settings
)
{
    /// <summary>What it is called, where it goes, and what it holds.</summary>
    /// <param name="Name">As its sender calls it, path and all.</param>
    /// <param name="Folder">What it is put away under.</param>
    /// <param name="Content">Read to its end.</param>
    /// <param name="Length">How long the content says it is; null when it does not.</param>
    /// <param name="InPortal">Whether it is uploaded as the client.</param>
    public sealed record Command(string Name, string? Folder, Stream Content, long? Length, bool InPortal);

    /// <summary>Does it; gives the file's key.</summary>
    public async Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksUpload(command.InPortal) is { } denied)
        {
            return denied;
        }

        if ((command.Length ?? 0) > settings.RequestBytes)
        {
            return new FileTooLarge(settings.RequestBytes);
        }

        // Before anything is taken in; whether there still is room is asked again with the row.
        var use = await storage.Run(cancellationToken);
        if ((use.Ok ? use.Value.Refuses(command.Length ?? 0) : use.Error) is { } full)
        {
            return full;
        }

        var stored = await files.PutAsync(command.Content, settings.RequestBytes, cancellationToken);
        if (!stored.Ok)
        {
            return stored.Error!;
        }

        await files.ReachedAsync("content-stored");
        var kept = await database.WriteAsync<Guid>((write, token) => EnterAsync(write, command, stored.Value, token), cancellationToken);
        await files.ReachedAsync("file-kept");
        await storage.NoteAsync();
        return kept;
    }

    private static async Task<Result<Guid>> EnterAsync(
        CompanyWrite write,
        Command command,
        FileContents contents,
        CancellationToken cancellationToken
    )
    {
        if ((await write.StorageAsync(without: null, cancellationToken)).Refuses(contents.Size) is { } full)
        {
            return full;
        }

        var id = Guid.CreateVersion7(write.Now);
        return write.Enter(id, command.Name, command.Folder, contents, command.InPortal);
    }
}

/// <summary>How content becomes a file.</summary>
internal static class FileEntering
{
    /// <summary>Adds the row and its audit record.</summary>
    internal static Result<Guid> Enter(
        this CompanyWrite write,
        Guid id,
        string name,
        string? folder,
        FileContents contents,
        bool fromClient
    )
    {
        var file = StoredFile.Create(id, DownloadName.Of(name), folder, contents, write.By(), fromClient, write.Now);
        if (!file.Ok)
        {
            return file.Error!;
        }

        write.Data.StoredFiles.Add(file.Value);
        write.Audit(
            "files.uploaded",
            file.Value,
            after: new
            {
                contents.ContentType,
                contents.Size,
                contents.Hash,
                fromClient,
            }
        );
        return id;
    }
}
