using Metiva.Tenancy.Credentials;

namespace Metiva.Web.Operations;

/// <summary>Wraps every key of the local vault under the master key in the settings.</summary>
internal static class RotateMasterKey
{
    internal static async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<VaultMaintenance>().RotateMasterKeyAsync(cancellationToken) is not { } done)
        {
            await output.WriteLineAsync("This installation keeps its secrets in Azure Key Vault, which has no master key of ours.");
            return OperatorCommands.Failed;
        }

        await output.WriteLineAsync(
            FormattableString.Invariant($"{done.Changed} of {done.All} keys were wrapped under the new master key.")
        );
        if (done.IsComplete)
        {
            await output.WriteLineAsync("All of them are under it now: the previous master keys can leave the settings.");
            return OperatorCommands.Done;
        }

        foreach (var owner in done.Unreadable)
        {
            await output.WriteLineAsync($"Not done, because no master key of the settings opens it: {owner}");
        }

        return OperatorCommands.Failed;
    }
}
