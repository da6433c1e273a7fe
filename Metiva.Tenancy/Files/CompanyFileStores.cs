using System.Collections.Concurrent;
using System.Security.Cryptography;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Credentials.Local;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Files;

/// <summary>
/// The stores of all companies. A company's key is made with its first file, once for all nodes, and looked for again every few
/// minutes: a key that another node destroyed is forgotten here too.
/// </summary>
internal sealed class CompanyFileStores(string root, ICredentialVault vault, ControlPlaneDatabase controlPlane, TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<CompanyId, Opened> opened = new();

    /// <summary>Called with the name of each step that has just been done, by whoever does it: <c>part-stored</c>, ...</summary>
    internal Func<string, Task>? AfterStep { get; set; }

    /// <summary>The company's store; null when it never had a file, or its key was destroyed.</summary>
    /// <exception cref="VaultUnavailableException">The vault does not answer.</exception>
    internal async Task<FileStore?> FindAsync(CompanyId company, CancellationToken cancellationToken)
    {
        if (opened.TryGetValue(company, out var known) && time.GetElapsedTime(known.At) < KeptFor)
        {
            return known.Store;
        }

        if (await vault.ReadAsync(SecretName.CompanyFiles(company), cancellationToken) is not { } key)
        {
            Forget(company);
            return null;
        }

        return opened
            .AddOrUpdate(
                company,
                _ => new Opened(new FileStore(PlaceOf(company), Convert.FromBase64String(key), company), time.GetTimestamp()),
                (_, before) => before with { At = time.GetTimestamp() }
            )
            .Store;
    }

    /// <summary>The company's store, with a key of its own from now on.</summary>
    /// <exception cref="VaultUnavailableException">The vault does not answer.</exception>
    /// <exception cref="BindingRefusedException">It has none, and is being erased or gone; or the control plane cannot be written.</exception>
    internal async Task<FileStore> OpenAsync(CompanyId company, CancellationToken cancellationToken)
    {
        if (await FindAsync(company, cancellationToken) is { } store)
        {
            return store;
        }

        await SharedSecret.EnsureAsync(
            vault,
            controlPlane,
            SecretName.CompanyFiles(company),
            NewKey,
            cancellationToken,
            (context, token) => DemandAsync(context, company, token)
        );
        DurableFiles.MakeDirectory(root);
        return await FindAsync(company, cancellationToken)
            ?? throw new VaultUnavailableException($"The file key of company {company} was made and is not there.");
    }

    /// <summary>The directory of a company's files.</summary>
    internal string PlaceOf(CompanyId company) => Path.Combine(root, company.ToString());

    /// <summary>Forgets the company's keys in this process.</summary>
    internal void Forget(CompanyId company)
    {
        if (opened.TryRemove(company, out var known))
        {
            known.Store.Dispose();
        }
    }

    internal Task ReachedAsync(string step) => AfterStep?.Invoke(step) ?? Task.CompletedTask;

    /// <summary>What is being erased gets no key any more: the one that was destroyed stays the last.</summary>
    private static async Task DemandAsync(ControlPlaneContext context, CompanyId company, CancellationToken cancellationToken)
    {
        var state = await context
            .Companies.Where(row => row.Id == company)
            .Select(row => (CompanyState?)row.State)
            .SingleOrDefaultAsync(cancellationToken);
        if (state is null or CompanyState.Closing)
        {
            throw new BindingRefusedException(state is null ? BindingOutcome.CompanyUnknown : BindingOutcome.CompanyClosing);
        }
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(CompanyFileKeys.Size));

    private sealed record Opened(FileStore Store, long At);
}
