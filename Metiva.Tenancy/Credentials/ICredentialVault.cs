using Metiva.Domain.Companies;

namespace Metiva.Tenancy.Credentials;

/// <summary>
/// Where secrets lie: passwords of database logins and administrators' connection strings. They are read when they are needed and
/// kept by nobody else; neither the settings nor the catalog hold one.
/// </summary>
public interface ICredentialVault
{
    /// <summary>The secret, or null when there is none by that name.</summary>
    /// <exception cref="VaultUnavailableException">The vault cannot be reached or what it holds cannot be read.</exception>
    Task<string?> ReadAsync(SecretName name, CancellationToken cancellationToken);

    /// <summary>Puts the secret there, in the place of an older one. When it returns the secret is safe on disk or in the service.</summary>
    /// <exception cref="VaultUnavailableException">It could not be written; the older one still stands.</exception>
    Task WriteAsync(SecretName name, string secret, CancellationToken cancellationToken);

    /// <summary>Takes the secret away. Safe to repeat.</summary>
    /// <exception cref="VaultUnavailableException">The vault cannot be reached.</exception>
    Task RemoveAsync(SecretName name, CancellationToken cancellationToken);

    /// <summary>Takes everything of a company away, its key with it. Safe to repeat.</summary>
    /// <exception cref="VaultUnavailableException">The vault cannot be reached.</exception>
    Task ForgetAsync(CompanyId company, CancellationToken cancellationToken);
}

/// <summary>The vault does not answer, or what it holds cannot be decrypted or trusted.</summary>
public sealed class VaultUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
