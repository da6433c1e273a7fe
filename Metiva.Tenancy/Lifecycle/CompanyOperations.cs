using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>There is one agency, and this installation has it.</summary>
public sealed record AgencyExists() : Error("companies.agency-exists", "This installation has its agency already; there is one.");

/// <summary>Listing, making and erasing companies for whoever runs the host, with or without a host that runs. The only way to the first one.</summary>
public sealed class CompanyOperations
{
    private readonly IDatabaseEngine engine;
    private readonly ChangeFeed feed;
    private readonly Snapshots snapshots;
    private readonly ControlPlaneDatabase controlPlane;
    private readonly CompanyProvisioner provisioner;
    private readonly FirstOwner owners;
    private readonly CompanyEraser eraser;

    internal CompanyOperations(
        IDatabaseEngine engine,
        ChangeFeed feed,
        Snapshots snapshots,
        ControlPlaneDatabase controlPlane,
        CompanyProvisioner provisioner,
        FirstOwner owners,
        CompanyEraser eraser
    ) =>
        (this.engine, this.feed, this.snapshots, this.controlPlane, this.provisioner, this.owners, this.eraser) = (
            engine,
            feed,
            snapshots,
            controlPlane,
            provisioner,
            owners,
            eraser
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
        if (made is { Ok: true, Value.State: CompanyState.Closing })
        {
            return new CompanyNotSettled();
        }

        return made.Ok ? await owners.NameAsync(snapshots.Catalog.Find(company.Id)!, owner, cancellationToken) : made.Error!;
    }

    /// <summary>Erases a company for good, or finishes an erasure that was broken off.</summary>
    /// <param name="order">Which, and why.</param>
    /// <param name="report">Told of each step that was done.</param>
    /// <param name="cancellationToken">Stops it between two steps; a running host, or the next command, goes on.</param>
    /// <exception cref="Binding.BindingRefusedException">The registry cannot be reached; nothing was changed.</exception>
    public async Task<Result<ErasedCompany>> EraseAsync(ErasureOrder order, Action<string> report, CancellationToken cancellationToken)
    {
        await ReadRegistryAsync(cancellationToken);
        return await eraser.EraseAsync(order, FirstOwner.Who, report, cancellationToken);
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
