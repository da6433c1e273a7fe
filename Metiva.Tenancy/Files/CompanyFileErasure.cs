using Metiva.Domain.Companies;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Credentials.Local;

namespace Metiva.Tenancy.Files;

/// <summary>
/// Makes a company's files unreadable for good, copies of them included: the key first, without which every backup is noise, then the
/// files. Safe to repeat; a process that dies in the middle leaves no more than noise behind, which the repetition takes away.
/// </summary>
internal sealed class CompanyFileErasure(CompanyFileStores stores, ICredentialVault vault)
{
    /// <summary>Does it. A company that is closing gets no new key, so what an upload on its way still writes is noise as well.</summary>
    /// <param name="company">Whose files.</param>
    /// <param name="reached">Told of each step that has just been done: <c>key</c>, <c>files</c>.</param>
    /// <param name="cancellationToken">Stops it between two steps.</param>
    /// <exception cref="VaultUnavailableException">The vault does not answer; nothing was taken away.</exception>
    internal async Task EraseAsync(CompanyId company, Func<string, Task> reached, CancellationToken cancellationToken)
    {
        await vault.RemoveAsync(SecretName.CompanyFiles(company), cancellationToken);
        stores.Forget(company);
        await reached("key");
        DurableFiles.RemoveDirectory(stores.PlaceOf(company));
        await reached("files");
    }
}
