using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;

namespace Metiva.Tenancy.Files.Previews;

/// <summary>One file to be shown in place, for whoever may download it, and only when nothing in it acts by itself.</summary>
public sealed class FilePreviewQuery
{
    private readonly TenantScope scope;
    private readonly FileDownloadQuery files;
    private readonly PdfChecks checks;

    internal FilePreviewQuery(TenantScope scope, FileDownloadQuery files, PdfChecks checks) =>
        (this.scope, this.files, this.checks) = (scope, files, checks);

    /// <summary>Finds it; <see cref="NotFound"/> also for what is never shown.</summary>
    public async Task<Result<FileDownload>> Run(Guid id, bool inPortal, CancellationToken cancellationToken)
    {
        var found = await files.Run(id, inPortal, cancellationToken);
        if (!found.Ok)
        {
            return found;
        }

        Error? refusal = new NotFound();
        try
        {
            refusal = await RefusalOfAsync(found.Value, cancellationToken);
            return refusal is null ? found : refusal;
        }
        finally
        {
            // Also when whoever asked left meanwhile.
            if (refusal is not null)
            {
                await found.Value.Content.DisposeAsync();
            }
        }
    }

    private async Task<Error?> RefusalOfAsync(FileDownload file, CancellationToken cancellationToken)
    {
        if (!ContentType.IsPreviewable(file.ContentType))
        {
            return new NotFound();
        }

        if (file.ContentType != ContentType.Pdf)
        {
            return null;
        }

        try
        {
            return await checks.LookAsync(scope.Context.CompanyId, file.Hash, file.Content, cancellationToken) switch
            {
                PdfVerdict.Quiet => null,
                PdfVerdict.Active => new PreviewIsActive(),
                _ => new PreviewIsUnread(),
            };
        }
        catch (FileDamagedException)
        {
            return new ContentMissing();
        }
    }
}
