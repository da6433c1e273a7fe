using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Servers;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle.Moves;

/// <summary>Tries a move that stopped once more, from the step that it had come to.</summary>
public sealed class RetryMove(
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

        var retried = await controlPlane.WriteAsync<Guid>(
            async (context, token) =>
            {
                if (await AgencyCommand.DeniedNowAsync(context, by.PersonId, token) is { } now)
                {
                    return now;
                }

                var move = await context.CompanyMoves.SingleOrDefaultAsync(move => move.CompanyId == command.Company, token);
                if (move?.Trouble is null)
                {
                    return move is null ? new NotFound() : new MoveNotStopped();
                }

                (move.Trouble, move.StepAt) = (null, time.GetUtcNow() - options.MoveLease);
                context.ControlAudit.Add(
                    AgencyCommand.Line(
                        time.GetUtcNow(),
                        by,
                        "companies.move.retry",
                        command.Company,
                        $"Move to server '{move.ToServer}' tried again"
                    )
                );
                return move.Id;
            },
            cancellationToken
        );
        mover.Wake();
        return retried;
    }
}
