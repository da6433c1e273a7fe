using System.Net;
using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Metiva.Domain.Companies;

namespace Metiva.Tenancy.Credentials.KeyVault;

/// <summary>
/// Secrets in Azure Key Vault. The client retries by itself what is worth retrying; what still fails is one exception. The vault
/// keeps a removed secret for its retention time unless this identity may purge it.
/// </summary>
internal sealed class KeyVaultStore(SecretClient client) : ICredentialVault
{
    public Task<string?> ReadAsync(SecretName name, CancellationToken cancellationToken) =>
        GuardedAsync<string?>(
            async () =>
            {
                try
                {
                    return (await client.GetSecretAsync(name.Text, cancellationToken: cancellationToken)).Value.Value;
                }
                catch (RequestFailedException exception) when (Is(exception, HttpStatusCode.NotFound))
                {
                    return null;
                }
            },
            cancellationToken
        );

    public Task WriteAsync(SecretName name, string secret, CancellationToken cancellationToken) =>
        GuardedAsync(
            async () =>
            {
                try
                {
                    await client.SetSecretAsync(name.Text, secret, cancellationToken);
                }
                catch (RequestFailedException exception) when (Is(exception, HttpStatusCode.Conflict))
                {
                    // Removed earlier and still in its retention time: the name is free again once it is brought back.
                    await RecoverAsync(name, cancellationToken);
                    await client.SetSecretAsync(name.Text, secret, cancellationToken);
                }

                return true;
            },
            cancellationToken
        );

    public Task RemoveAsync(SecretName name, CancellationToken cancellationToken) =>
        GuardedAsync(
            async () =>
            {
                await DeleteAsync(name, cancellationToken);
                return true;
            },
            cancellationToken
        );

    public Task ForgetAsync(CompanyId company, CancellationToken cancellationToken) =>
        GuardedAsync(
            async () =>
            {
                foreach (var name in SecretName.AllOf(company))
                {
                    await DeleteAsync(name, cancellationToken);
                }

                return true;
            },
            cancellationToken
        );

    private async Task RecoverAsync(SecretName name, CancellationToken cancellationToken)
    {
        var recovery = await client.StartRecoverDeletedSecretAsync(name.Text, cancellationToken);
        await recovery.WaitForCompletionAsync(cancellationToken);
    }

    private async Task DeleteAsync(SecretName name, CancellationToken cancellationToken)
    {
        try
        {
            var deletion = await client.StartDeleteSecretAsync(name.Text, cancellationToken);
            await deletion.WaitForCompletionAsync(cancellationToken);
        }
        catch (RequestFailedException exception) when (Is(exception, HttpStatusCode.NotFound))
        {
            // Not there, or deleted by a call that died before it purged.
        }

        try
        {
            await client.PurgeDeletedSecretAsync(name.Text, cancellationToken);
        }
        catch (RequestFailedException exception)
            when (Is(exception, HttpStatusCode.NotFound)
                || Is(exception, HttpStatusCode.Forbidden)
                || Is(exception, HttpStatusCode.BadRequest)
            )
        {
            // Nothing there, no right to purge, or a vault with purge protection: the retention time ends it.
        }
    }

    private static bool Is(RequestFailedException exception, HttpStatusCode status) => exception.Status == (int)status;

    private static async Task<T> GuardedAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception exception)
            when (exception is RequestFailedException or AuthenticationFailedException or AggregateException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            throw new VaultUnavailableException("Azure Key Vault did not do what it was asked to.", exception);
        }
    }
}
