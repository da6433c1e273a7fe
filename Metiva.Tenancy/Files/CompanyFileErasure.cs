using Metiva.Domain.Companies;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.Files;

/// <summary>
/// Makes a company's files unreadable for good, copies of them included: the key first, without which every backup is noise, then the
/// files. Safe to repeat; a process that dies in the middle leaves no more than noise behind, which the repetition takes away.
/// </summary>
internal sealed class CompanyFileErasure(CompanyFileStores stores, ICredentialVault vault)
{
    /// <summary>Called with the name of each step that has just been done: <c>key</c>, <c>files</c>.</summary>
    internal Action<string>? AfterStep { get; set; }

    /// <summary>Does it. Nobody may be bound to the company any more: an upload on its way would make a new key.</summary>
    /// <exception cref="VaultUnavailableException">The vault does not answer; nothing was taken away.</exception>
    internal async Task EraseAsync(CompanyId company, CancellationToken cancellationToken)
    {
        await vault.RemoveAsync(SecretName.CompanyFiles(company), cancellationToken);
        stores.Forget(company);
        AfterStep?.Invoke("key");
        var place = stores.PlaceOf(company);
        if (Directory.Exists(place))
        {
            Directory.Delete(place, recursive: true);
        }

        AfterStep?.Invoke("files");
    }
}
