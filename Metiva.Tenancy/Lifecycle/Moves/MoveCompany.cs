using Metiva.Domain.Companies;
using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Servers;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle.Moves;

/// <summary>Asks for a company's move to another server. It stands in the company's own audit first; then it is carried out by itself.</summary>
public sealed class MoveCompany
{
    private readonly TenantScope scope;
    private readonly Snapshots snapshots;
    private readonly ControlPlaneDatabase controlPlane;
    private readonly IDatabaseEngine engine;
    private readonly ICompanyCopy copy;
    private readonly MoveAudit audit;
    private readonly CompanyMover mover;
    private readonly TenancyOptions options;
    private readonly TimeProvider time;

    internal MoveCompany(
        TenantScope scope,
        Snapshots snapshots,
        ControlPlaneDatabase controlPlane,
        IDatabaseEngine engine,
        ICompanyCopy copy,
        MoveAudit audit,
        CompanyMover mover,
        TenancyOptions options,
        TimeProvider time
    )
    {
        this.scope = scope;
        this.snapshots = snapshots;
        this.controlPlane = controlPlane;
        this.engine = engine;
        this.copy = copy;
        this.audit = audit;
        this.mover = mover;
        this.options = options;
        this.time = time;
    }

    /// <summary>Which company, where to, and why.</summary>
    /// <param name="Company">The company.</param>
    /// <param name="Server">The server that it goes to.</param>
    /// <param name="Reason">Why; the company reads it in its own audit.</param>
    /// <param name="Region">What was decided about where its data stays.</param>
    public sealed record Command(CompanyId Company, string Server, string? Reason, RegionDecision Region);

    /// <summary>Asks for it. The id is that of the move, and of its audit record.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken)
    {
        var by = scope.Context;
        if (AgencyCommand.Denied(by) is { } denied)
        {
            return denied;
        }

        if (CompanyStanding.CheckReason(command.Reason) is { } wrong)
        {
            return wrong;
        }

        if (snapshots.Catalog.Find(command.Company) is not { } company)
        {
            return new NotFound();
        }

        var planned = await controlPlane.ReadAsync((context, token) => PlanAsync(context, command, by, token), cancellationToken);
        if (!planned.Ok)
        {
            return planned.Error!;
        }

        var (move, region) = planned.Value;
        try
        {
            await audit.AskedAsync(move, region, cancellationToken);
        }
        catch (BindingRefusedException refused)
        {
            return new AuditUnavailable(refused.Outcome);
        }

        var asked = await controlPlane.WriteAsync<Guid>(
            (context, token) => AddAsync(context, command, by, move, token),
            CancellationToken.None
        );
        if (asked.Error is { } error)
        {
            await audit.RefusedAsync(move, move.Id, error.Message, CancellationToken.None);
        }

        mover.Wake();
        return asked;
    }

    private async Task<Result<(CompanyMoveRow Move, string Region)>> PlanAsync(
        ControlPlaneContext context,
        Command command,
        TenantContext by,
        CancellationToken cancellationToken
    )
    {
        if (await AgencyCommand.DeniedNowAsync(context, by.PersonId, cancellationToken) is { } denied)
        {
            return denied;
        }

        var row = await context.Companies.AsNoTracking().SingleAsync(row => row.Id == command.Company, cancellationToken);
        var busy = await context.CompanyMoves.AnyAsync(move => move.CompanyId == row.Id, cancellationToken);
        var rotating = await context.CredentialRotations.AnyAsync(rotation => rotation.CompanyId == row.Id, cancellationToken);
        var here = await context.Servers.AsNoTracking().SingleOrDefaultAsync(server => server.Name == row.Server, cancellationToken);
        var there = await ServerStandings.OfAsync(context, command.Server, row.Id, cancellationToken);
        var refused =
            row.Kind == CompanyKind.Agency ? new AgencyCannotBeMoved()
            : busy ? new MoveUnderWay()
            : rotating ? new MoveDuringRotation()
            : row.State != CompanyState.Active || row.SchemaVersion != SchemaVersions.Newest ? new MoveNeedsActive()
            : row.Server == command.Server ? new MoveToSameServer()
            : Placement.Put(engine.Name, row.Plan, there) ?? Placement.Cross(here?.Region, there!.Region, command.Region);
        return refused is not null ? refused : (Row(command, by, row), there!.Region);
    }

    private CompanyMoveRow Row(Command command, TenantContext by, CompanyRow company)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        return new CompanyMoveRow
        {
            CompanyId = company.Id,
            Id = id,
            FromServer = company.Server,
            FromDatabase = company.Database,
            ToServer = command.Server,
            ToDatabase = copy.TargetNameFor(company.Id, id),
            Step = MoveStep.Requested,
            Reason = command.Reason!.Trim(),
            RequestedBy = by.PersonId,
            RequestedByName = by.PersonName,
            CreatedAt = now,
            StepAt = now - options.MoveLease,
        };
    }

    private async Task<Result<Guid>> AddAsync(
        ControlPlaneContext context,
        Command command,
        TenantContext by,
        CompanyMoveRow move,
        CancellationToken cancellationToken
    )
    {
        var again = await PlanAsync(context, command, by, cancellationToken);
        if (!again.Ok)
        {
            return again.Error!;
        }

        context.CompanyMoves.Add(move);
        var summary = $"Move to server '{move.ToServer}' asked for, {RegisterServer.Said(again.Value.Region)}: {move.Reason}";
        context.ControlAudit.Add(AgencyCommand.Line(move.CreatedAt, by, "companies.move", move.CompanyId, summary));
        return move.Id;
    }
}
