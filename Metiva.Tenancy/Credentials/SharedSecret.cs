using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Credentials;

/// <summary>Secrets of the installation itself that are made once, for all of its nodes.</summary>
internal static class SharedSecret
{
    /// <summary>Makes the secret when there is none.</summary>
    /// <param name="vault">Where it lies.</param>
    /// <param name="controlPlane">Whose lock makes nodes take turns.</param>
    /// <param name="name">Its name.</param>
    /// <param name="make">Makes one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="demand">Throws, in that turn, when it may not be made any more.</param>
    /// <exception cref="VaultUnavailableException">The vault does not answer.</exception>
    internal static async Task EnsureAsync(
        ICredentialVault vault,
        ControlPlaneDatabase controlPlane,
        SecretName name,
        Func<string> make,
        CancellationToken cancellationToken,
        Func<ControlPlaneContext, CancellationToken, Task>? demand = null
    )
    {
        if (await vault.ReadAsync(name, cancellationToken) is not null)
        {
            return;
        }

        await controlPlane.WriteAsync<bool>(
            async (context, token) =>
            {
                // Vaults cannot say "only if there is none": the lock on this row makes nodes that start together take turns.
                await context.ChangeCounters.ExecuteUpdateAsync(
                    set => set.SetProperty(counter => counter.Version, counter => counter.Version),
                    token
                );
                await (demand?.Invoke(context, token) ?? Task.CompletedTask);
                if (await vault.ReadAsync(name, token) is null)
                {
                    await vault.WriteAsync(name, make(), token);
                }

                return true;
            },
            cancellationToken
        );
    }
}
