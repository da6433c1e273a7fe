using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>The embedded engine has no logins: the boundary is the operating system's permission on the file.</summary>
internal sealed class SqliteLogins : ICompanyLogins
{
    public bool Supported => false;

    public string NewPassword() => throw None();

    public Task SetPasswordAndEnableAsync(CatalogEntry company, LoginSlot slot, string password, CancellationToken cancellationToken) =>
        throw None();

    public Task DisableAsync(CatalogEntry company, LoginSlot slot, CancellationToken cancellationToken) => throw None();

    public Task<int> CountSessionsAsync(CatalogEntry company, LoginSlot slot, CancellationToken cancellationToken) => throw None();

    public Task<int> EndSessionsAsync(CatalogEntry company, LoginSlot slot, CancellationToken cancellationToken) => throw None();

    public Task<bool> CanSignInAsync(CatalogEntry company, LoginSlot slot, string password, CancellationToken cancellationToken) =>
        throw None();

    public void ClearIdle(CatalogEntry company, LoginSlot slot) => throw None();

    private static NotSupportedException None() => new("The embedded engine has no logins.");
}
