using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>There is one agency, and this installation has it.</summary>
public sealed record AgencyExists() : Error("companies.agency-exists", "This installation has its agency already; there is one.");

/// <summary>Listing and making companies for whoever runs the host, with or without a host that runs. The only way to the first one.</summary>
public sealed class CompanyOperations
{
    private readonly IDatabaseEngine engine;
    private readonly ChangeFeed feed;
    private readonly Snapshots snapshots;
    private readonly ControlPlaneDatabase controlPlane;
    private readonly CompanyProvisioner provisioner;
    private readonly FirstOwner owners;

    internal CompanyOperations(
        IDatabaseEngine engine,
        ChangeFeed feed,
        Snapshots snapshots,
        ControlPlaneDatabase controlPlane,
        CompanyProvisioner provisioner,
        FirstOwner owners
    ) =>
        (this.engine, this.feed, this.snapshots, this.controlPlane, this.provisioner, this.owners) = (
            engine,
            feed,
            snapshots,
            controlPlane,
            provisioner,
            owners
        );

    /// <summary>Reads the registry, which a running host has done already, and says which companies there are.</summary>
    /// <exception cref="Binding.BindingRefusedException">The registry cannot be reached.</exception>
    public async Task<IReadOnlyList<CompanyId>> CompaniesAsync(CancellationToken cancellationToken)
    {
        await ReadRegistryAsync(cancellationToken);
        return [.. snapshots.Catalog.Entries.Select(company => company.Id).OrderBy(id => id.Value)];
    }

    /// <summary>Makes the company and names its first Owner, or finishes what was begun under the same id.</summary>
    /// <exception cref="Binding.BindingRefusedException">The registry or the company's database cannot be reached.</exception>
    public async Task<Result> AddAsync(NewCompany company, FirstOwnerPerson owner, CancellationToken cancellationToken)
    {
        if (Limits.Check(nameof(company.Name), company.Name, Limits.Name) is { } wrong)
        {
            return wrong;
        }

        await ReadRegistryAsync(cancellationToken);
        if (company.Kind == CompanyKind.Agency && await HasAnotherAgencyAsync(company.Id, cancellationToken))
        {
            return new AgencyExists();
        }

        var made = await provisioner.ProvisionAsync(company, cancellationToken);
        return made.Ok ? await owners.NameAsync(snapshots.Catalog.Find(company.Id)!, owner, cancellationToken) : made.Error!;
    }

    private async Task ReadRegistryAsync(CancellationToken cancellationToken)
    {
        await engine.PrepareControlPlaneAsync(cancellationToken);
        await feed.PollAsync(cancellationToken);
    }

    private Task<bool> HasAnotherAgencyAsync(CompanyId company, CancellationToken cancellationToken) =>
        controlPlane.ReadAsync(
            (context, token) => context.Companies.AnyAsync(row => row.Kind == CompanyKind.Agency && row.Id != company, token),
            cancellationToken
        );
}
