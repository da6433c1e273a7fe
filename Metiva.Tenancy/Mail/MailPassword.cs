using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.Mail;

/// <summary>The password with which the host signs in at the mail server: it lies in the vault, and is read for each mail.</summary>
public sealed class MailPassword(ICredentialVault vault)
{
    /// <summary>Puts it there, in the place of an earlier one.</summary>
    /// <exception cref="VaultUnavailableException">It could not be written; the earlier one still stands.</exception>
    public Task SetAsync(string password, CancellationToken cancellationToken) =>
        vault.WriteAsync(SecretName.MailServer, password, cancellationToken);
}
