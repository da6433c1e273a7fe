using System.Collections.Concurrent;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines;

namespace Metiva.Tests.Credentials.Rotation;

/// <summary>The logins of a server that a test holds in its hand; writes down what was asked of it.</summary>
internal sealed class FakeLogins : ICompanyLogins
{
    private readonly ConcurrentDictionary<(CompanyId, LoginSlot), Login> logins = new();
    private int made;

    public ConcurrentQueue<string> Calls { get; } = new();

    public ConcurrentQueue<(CompanyId Company, LoginSlot Slot)> Cleared { get; } = new();

    /// <summary>Thrown by everything that asks the server.</summary>
    public Exception? Away { get; set; }

    /// <summary>A server that does not do what it says.</summary>
    public bool IgnoresDisable { get; set; }

    public bool Supported => true;

    public Login this[CompanyId company, LoginSlot slot] => logins.GetOrAdd((company, slot), _ => new Login());

    public string NewPassword() => $"password {Interlocked.Increment(ref made)} {Guid.NewGuid()}";

    public Task SetPasswordAndEnableAsync(CatalogEntry company, LoginSlot slot, string password, CancellationToken cancellationToken)
    {
        Asked($"enable {slot}");
        (this[company.Id, slot].Password, this[company.Id, slot].Enabled) = (password, true);
        return Task.CompletedTask;
    }

    public Task DisableAsync(CatalogEntry company, LoginSlot slot, CancellationToken cancellationToken)
    {
        Asked($"disable {slot}");
        if (!IgnoresDisable)
        {
            (this[company.Id, slot].Password, this[company.Id, slot].Enabled) = (Guid.NewGuid().ToString(), false);
        }

        return Task.CompletedTask;
    }

    public Task<int> CountSessionsAsync(CatalogEntry company, LoginSlot slot, CancellationToken cancellationToken)
    {
        Asked(call: null);
        return Task.FromResult(this[company.Id, slot].Sessions);
    }

    public Task<int> EndSessionsAsync(CatalogEntry company, LoginSlot slot, CancellationToken cancellationToken)
    {
        Asked($"end sessions {slot}");
        var ended = this[company.Id, slot].Sessions;
        this[company.Id, slot].Sessions = 0;
        return Task.FromResult(ended);
    }

    public Task<bool> CanSignInAsync(CatalogEntry company, LoginSlot slot, string password, CancellationToken cancellationToken)
    {
        Asked(call: null);
        return Task.FromResult(CanSignIn(company.Id, slot, password));
    }

    public bool CanSignIn(CompanyId company, LoginSlot slot, string? password) =>
        this[company, slot] is { Enabled: true } login && login.Password == password;

    public void ClearIdle(CatalogEntry company, LoginSlot slot) => Cleared.Enqueue((company.Id, slot));

    private void Asked(string? call)
    {
        if (Away is not null)
        {
            throw Away;
        }

        if (call is not null)
        {
            Calls.Enqueue(call);
        }
    }

    internal sealed class Login
    {
        public string? Password { get; set; }

        public bool Enabled { get; set; }

        public int Sessions { get; set; }
    }
}
