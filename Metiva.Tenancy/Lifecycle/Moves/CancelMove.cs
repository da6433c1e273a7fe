using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Servers;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle.Moves;

/// <summary>Gives a move up before the switch: the company is served from where it was, at once; the copy is dropped by itself.</summary>
public sealed class CancelMove(
    TenantScope scope,
    ControlPlaneDatabase controlPlane,
    CompanyMover mover,
    TenancyOptions options,
    TimeProvider time
)
{
    /// <summary>Whose move.</summary>
    public sealed record Command(CompanyId Company);

    /// <summary>Does it. The id is that of the move.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken)
    {
        var by = scope.Context;
        if (AgencyCommand.Denied(by) is { } denied)
        {
            return denied;
        }

        var given = await controlPlane.WriteAsync<Guid>((context, token) => GiveUpAsync(context, command, by, token), cancellationToken);
        mover.Interrupt(command.Company);
        mover.Wake();
        return given;
    }

    private async Task<Result<Guid>> GiveUpAsync(
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

        var move = await context.CompanyMoves.SingleOrDefaultAsync(move => move.CompanyId == command.Company, cancellationToken);
        if (move is null)
        {
            return new NotFound();
        }

        if (move.Step >= MoveStep.Switched)
        {
            return move.Step == MoveStep.Abandoned ? move.Id : new MoveTooLate();
        }

        var now = time.GetUtcNow();
        (move.Step, move.Trouble, move.StepAt) = (MoveStep.Abandoned, null, now - options.MoveLease);
        (move.GivenUpBy, move.GivenUpByName) = (by.PersonId, by.PersonName);
        var company = await context.Companies.SingleAsync(company => company.Id == command.Company, cancellationToken);
        if (company.State == CompanyState.Moving)
        {
            company.State = CompanyState.Active;
            company.Version++;
        }

        var summary = $"Move to server '{move.ToServer}' given up";
        context.ControlAudit.Add(AgencyCommand.Line(now, by, "companies.move.cancel", command.Company, summary));
        return move.Id;
    }
}
