using Metiva.Tenancy.Credentials.Local;

namespace Metiva.Tenancy.Credentials;

/// <summary>What an operator does to the vault as a whole.</summary>
public sealed class VaultMaintenance(ICredentialVault vault)
{
    /// <summary>Wraps every key of the local vault under the current master key. Safe to stop anywhere and to repeat.</summary>
    /// <returns>What was done; null when the vault has no master key of ours.</returns>
    public async Task<MasterKeyRotation?> RotateMasterKeyAsync(CancellationToken cancellationToken)
    {
        if (vault is not LocalVault local)
        {
            return null;
        }

        var done = await local.RewrapAsync(cancellationToken);
        return new MasterKeyRotation(done.Changed, done.All, done.Unreadable);
    }
}

/// <summary>What a rotation of the master key came to.</summary>
/// <param name="Changed">How many keys were under another master key before.</param>
/// <param name="All">How many keys there are.</param>
/// <param name="Unreadable">Whose key no master key of the settings opens: a company's id, or "installation".</param>
public sealed record MasterKeyRotation(int Changed, int All, IReadOnlyList<string> Unreadable)
{
    /// <summary>Whether the previous master keys are no longer needed.</summary>
    public bool IsComplete => Unreadable.Count == 0;
}
