using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>Puts a company on hold: nobody is served there until it is resumed. Nothing of it is lost.</summary>
public sealed class SuspendCompany(TenantScope scope, Snapshots snapshots, CompanyStateChanges changes)
{
    /// <summary>Which company, and why; the company reads the reason in its own audit.</summary>
    public sealed record Command(CompanyId Company, string? Reason);

    /// <summary>Does it. The id is that of the audit record.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken) =>
        changes.RequestAsync(scope.Context, snapshots, command.Company, CompanyState.Suspended, command.Reason, cancellationToken);
}

/// <summary>Takes a company off hold.</summary>
public sealed class ResumeCompany(TenantScope scope, Snapshots snapshots, CompanyStateChanges changes)
{
    /// <summary>Which company, and why.</summary>
    public sealed record Command(CompanyId Company, string? Reason);

    /// <summary>Does it. The id is that of the audit record.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken) =>
        changes.RequestAsync(scope.Context, snapshots, command.Company, CompanyState.Active, command.Reason, cancellationToken);
}
