using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;

namespace Metiva.Tenancy.Files;

/// <summary>
/// The contents of the bound company's files. Like its database there is nothing to pass that could name another company: it is the
/// scope's frozen context, looked at again on every call.
/// </summary>
public sealed class CompanyFiles
{
    private readonly TenantScope scope;
    private readonly CompanyFileStores stores;

    internal CompanyFiles(TenantScope scope, CompanyFileStores stores) => (this.scope, this.stores) = (scope, stores);

    /// <summary>Takes content in. When this returns it is safe on disk, and a row that names it may be written.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    internal async Task<Result<FileContents>> PutAsync(Stream content, long atMost, CancellationToken cancellationToken)
    {
        if (scope.Context.ViewAsClient)
        {
            return new CompanyData.ViewingAsClient();
        }

        var company = scope.Context.DemandCompany(AccessKind.Command);
        var store = await stores.OpenAsync(company.Id, cancellationToken);
        try
        {
            var stored = await store.PutAsync(content, atMost, cancellationToken);
            return new FileContents(
                await TypeOfAsync(store, stored.Hash, cancellationToken),
                stored.Length,
                stored.Hash,
                store.NameOf(stored.Hash)
            );
        }
        catch (FileTooLongException exception)
        {
            return new FileTooLarge(exception.AtMost);
        }
    }

    /// <summary>The content with this hash, to read from anywhere; null when it is not there, or not what was written.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    internal async Task<Stream?> OpenAsync(string hash, CancellationToken cancellationToken)
    {
        var company = scope.Context.DemandCompany(AccessKind.Read);
        try
        {
            return (await stores.FindAsync(company.Id, cancellationToken))?.Open(hash);
        }
        catch (FileDamagedException)
        {
            return null;
        }
    }

    /// <summary>Tells whoever waits for it that a step was done.</summary>
    internal Task ReachedAsync(string step) => stores.ReachedAsync(step);

    private static async Task<string> TypeOfAsync(FileStore store, string hash, CancellationToken cancellationToken)
    {
        await using var content = store.Open(hash) ?? throw new IOException("What was just stored is not there.");
        var first = new byte[ContentType.FirstBytes];
        var read = await content.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellationToken);
        return ContentType.Of(first.AsSpan(0, read));
    }
}
