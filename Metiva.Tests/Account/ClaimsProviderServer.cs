using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>A host whose directory knows three people: in one company, in two, and in none.</summary>
public sealed class ClaimsProviderServer : IAsyncLifetime
{
    public const string Audience = "5f0d1f52-27f2-45a5-b7b9-1b0d5f1f3a77";
    public const string ExtensionId = "0c2d6a1e-58b8-4d1e-93f3-8f0a2f6b4d10";
    public const string InOne = "10000000-0000-4000-8000-000000000001";
    public const string InTwo = "20000000-0000-4000-8000-000000000002";
    public const string InNone = "30000000-0000-4000-8000-000000000003";

    internal CompanyId A { get; } = new(Guid.NewGuid());

    internal CompanyId B { get; } = new(Guid.NewGuid());

    internal TestIssuer Issuer { get; private set; } = null!;

    internal Support.MetivaServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        Server = await Support.MetivaServer.StartAsync(
            settings:
            [
                .. Issuer.Settings,
                $"--AzureAd:ClaimsProvider:Audience={Audience}",
                $"--AzureAd:ClaimsProvider:ExtensionId={ExtensionId}",
            ]
        );
        var provisioner = Server.Services.GetRequiredService<CompanyProvisioner>();
        await provisioner.ProvisionAsync(A, "Alfa", CompanyKind.Client, "local", CancellationToken.None);
        await provisioner.ProvisionAsync(B, "Beta", CompanyKind.Client, "local", CancellationToken.None);
        await Server.WriteAsync(control =>
        {
            Add(control, InOne, A);
            Add(control, InTwo, A, B);
            Add(control, InNone);
        });
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    private void Add(ControlPlaneContext control, string objectId, params CompanyId[] companies)
    {
        var now = TimeProvider.System.GetUtcNow();
        var person = new PersonId(Guid.Parse(objectId));
        control.People.Add(
            new PersonRow
            {
                Id = person,
                Issuer = Issuer.Issuer,
                Subject = $"{TestIssuer.TenantId}.{objectId}",
                Name = objectId,
                CreatedAt = now,
            }
        );
        control.Memberships.AddRange(
            companies.Select(company => new MembershipRow
            {
                PersonId = person,
                CompanyId = company,
                Roles = RoleSet.Of(Role.Sales),
                CreatedAt = now,
            })
        );
    }
}
