using Metiva.Tenancy.Credentials.Local;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Credentials;

/// <summary>
/// Looks at the vault before anything else starts: without a usable master key the host does not start, and keys that are still
/// under an earlier one are wrapped anew.
/// </summary>
internal sealed class VaultStartService(VaultMaintenance maintenance, ILogger<VaultStartService> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await maintenance.RotateMasterKeyAsync(cancellationToken) is not { } done)
        {
            return;
        }

        if (done.Unreadable.Contains(LocalVault.Installation, StringComparer.Ordinal))
        {
            throw new InvalidOperationException(
                $"The vault's own key does not open with the master key in the settings. If the master key was replaced, add the earlier one to {VaultOptions.Section}:PreviousMasterKeys."
            );
        }

        foreach (var owner in done.Unreadable)
        {
            logger.LogCritical("The vault's key of company {Company} opens with no master key of the settings, or was changed.", owner);
        }

        if (done.Changed > 0)
        {
            logger.LogInformation("{Count} keys of the vault were wrapped under the new master key.", done.Changed);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
