using System.Net;
using Azure.Core;
using Azure.Identity;
using Metiva.Tenancy.Credentials;
using Xunit;

namespace Metiva.Tests.Credentials;

/// <summary>The real client of Azure Key Vault, with the service's documented answers in the place of the network.</summary>
public sealed class KeyVaultStoreTests
{
    private static readonly SecretName Name = SecretName.RuntimeLogin(VaultDirectory.A, LoginSlot.A);
    private readonly FakeKeyVault service = new();

    [Fact]
    public async Task A_secret_is_written_read_replaced_and_removed()
    {
        var vault = service.Store();
        Assert.Null(await vault.ReadAsync(Name, default));
        await vault.WriteAsync(Name, "een", default);
        await vault.WriteAsync(Name, "twee", default);
        Assert.Equal("twee", await vault.ReadAsync(Name, default));
        Assert.Null(await vault.ReadAsync(SecretName.RuntimeLogin(VaultDirectory.B, LoginSlot.A), default));
        await vault.RemoveAsync(Name, default);
        await vault.RemoveAsync(Name, default);
        Assert.Null(await vault.ReadAsync(Name, default));
        Assert.Empty(service.DeletedNames);
    }

    [Fact]
    public async Task Without_the_right_to_purge_a_removed_secret_waits_and_its_name_can_be_used_again()
    {
        service.MayPurge = false;
        var vault = service.Store();
        await vault.WriteAsync(Name, "oud", default);
        await vault.RemoveAsync(Name, default);
        Assert.Null(await vault.ReadAsync(Name, default));
        Assert.Single(service.DeletedNames);
        await vault.WriteAsync(Name, "nieuw", default);
        Assert.Equal("nieuw", await vault.ReadAsync(Name, default));
    }

    [Fact]
    public async Task A_forgotten_company_has_none_left_and_others_keep_theirs()
    {
        var vault = service.Store();
        foreach (var name in SecretName.AllOf(VaultDirectory.A))
        {
            await vault.WriteAsync(name, "van A", default);
        }

        var other = SecretName.MigratorLogin(VaultDirectory.B);
        await vault.WriteAsync(other, "van B", default);
        await vault.ForgetAsync(VaultDirectory.A, default);
        await vault.ForgetAsync(VaultDirectory.A, default);
        Assert.Equal([other.Text], service.Names);
        Assert.Empty(service.DeletedNames);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task What_passes_is_tried_again(HttpStatusCode trouble)
    {
        var vault = service.Store();
        await vault.WriteAsync(Name, "een", default);
        service.Troubles.Enqueue(trouble);
        service.Troubles.Enqueue(trouble);
        Assert.Equal("een", await vault.ReadAsync(Name, default));
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task What_does_not_pass_is_unavailable_and_never_no_secret(HttpStatusCode trouble)
    {
        var vault = service.Store();
        await vault.WriteAsync(Name, "een", default);
        for (var time = 0; time < 30; time++)
        {
            service.Troubles.Enqueue(trouble);
        }

        await Assert.ThrowsAsync<VaultUnavailableException>(() => vault.ReadAsync(Name, default));
        await Assert.ThrowsAsync<VaultUnavailableException>(() => vault.WriteAsync(Name, "twee", default));
        await Assert.ThrowsAsync<VaultUnavailableException>(() => vault.RemoveAsync(Name, default));
        service.Troubles.Clear();
        Assert.Equal("een", await vault.ReadAsync(Name, default));
    }

    [Fact]
    public async Task Without_an_identity_it_is_unavailable()
    {
        var vault = service.Store(new NoIdentity());
        await Assert.ThrowsAsync<VaultUnavailableException>(() => vault.ReadAsync(Name, default));
    }

    private sealed class NoIdentity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("No identity here.");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("No identity here.");
    }
}
