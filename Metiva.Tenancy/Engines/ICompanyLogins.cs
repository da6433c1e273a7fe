using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.Engines;

/// <summary>
/// The two runtime logins of each company, on an engine that has logins. Each act can be repeated. A server that does not answer is
/// an exception of the driver or a <see cref="VaultUnavailableException"/>; nothing here turns that into an answer.
/// </summary>
public interface ICompanyLogins
{
    /// <summary>Whether this engine has logins. Without them nothing else may be called.</summary>
    bool Supported { get; }

    /// <summary>A new password that nobody can guess and the server accepts.</summary>
    string NewPassword();

    /// <summary>Gives the login this password and lets it sign in.</summary>
    Task SetPasswordAndEnableAsync(CatalogEntry company, LoginSlot slot, string password, CancellationToken cancellationToken);

    /// <summary>Keeps the login from signing in, and gives it a password that nobody knows. Its open sessions go on.</summary>
    Task DisableAsync(CatalogEntry company, LoginSlot slot, CancellationToken cancellationToken);

    /// <summary>How many sessions the login has open, from any process.</summary>
    Task<int> CountSessionsAsync(CatalogEntry company, LoginSlot slot, CancellationToken cancellationToken);

    /// <summary>Ends the login's sessions at once. Returns how many there were.</summary>
    Task<int> EndSessionsAsync(CatalogEntry company, LoginSlot slot, CancellationToken cancellationToken);

    /// <summary>Whether the server lets the login in with this password; tried beside every pool.</summary>
    Task<bool> CanSignInAsync(CatalogEntry company, LoginSlot slot, string password, CancellationToken cancellationToken);

    /// <summary>Closes this process's idle connections of the login; those in use are closed when they are given back.</summary>
    void ClearIdle(CatalogEntry company, LoginSlot slot);
}
