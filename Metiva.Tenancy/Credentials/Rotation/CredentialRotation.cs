using System.Data.Common;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Credentials.Rotation;

/// <summary>How far a rotation is.</summary>
/// <param name="Step">The last step that was finished; null when it is over, or somebody else's turn.</param>
/// <param name="Held">By what the next call of this process shows that it is still its turn.</param>
internal readonly record struct RotationProgress(RotationStep? Step, DateTimeOffset? Held);

/// <summary>
/// Replaces a company's credential while it is in use: the idle login gets a new password, the catalog names it, the other one runs
/// dry and dies. Each step can be repeated and is written down when it is finished, so a killed process is resumed by any other.
/// </summary>
internal sealed partial class CredentialRotation(
    RotationRows rows,
    ControlPlaneDatabase controlPlane,
    CompanyAuditWriter audit,
    ICompanyLogins logins,
    ICredentialVault vault,
    Snapshots snapshots,
    TenancyOptions options,
    TimeProvider time,
    ILogger<CredentialRotation> logger
)
{
    /// <summary>Called with the name of each thing that has just been done.</summary>
    internal Func<string, Task>? AfterStep { get; set; }

    /// <summary>Goes on with the company's rotation as far as it can.</summary>
    /// <param name="company">Whose.</param>
    /// <param name="held">What the last call of this process returned for it.</param>
    /// <param name="cancellationToken">Stops it between two steps, or in one; nothing is lost.</param>
    internal async Task<RotationProgress> AdvanceAsync(CompanyId company, DateTimeOffset? held, CancellationToken cancellationToken)
    {
        var mine = await rows.ClaimAsync(company, held, cancellationToken);
        while (mine is not null)
        {
            var next = await TryStepAsync(mine, cancellationToken);
            if (next is null || next.Step == mine.Step)
            {
                return new RotationProgress(next?.Step, next?.StepAt);
            }

            mine = next;
        }

        return default;
    }

    private async Task<CredentialRotationRow?> TryStepAsync(CredentialRotationRow mine, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(RotationRows.StepLimit);
            return await StepAsync(mine, limit.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var trouble = TroubleOf(exception);
            logger.LogWarning(
                exception,
                "The new credential of company {Company} waits after step {Step}: {Trouble}.",
                mine.CompanyId,
                mine.Step,
                trouble
            );
            return await rows.TroubleAsync(mine, trouble, cancellationToken);
        }
    }

    /// <summary>One step. The same step comes back when it is not time yet, null when the rotation is over or not ours.</summary>
    private Task<CredentialRotationRow?> StepAsync(CredentialRotationRow mine, CancellationToken cancellationToken)
    {
        var company = snapshots.Catalog.Find(mine.CompanyId) ?? throw new RotationStoppedException("company-gone");
        if (company.State is not (CompanyState.Active or CompanyState.Suspended))
        {
            throw new RotationStoppedException("company-" + company.State.ToString().ToLowerInvariant());
        }

        return mine.Step switch
        {
            RotationStep.Requested => MakeIdleReadyAsync(mine, company, cancellationToken),
            RotationStep.IdleReady => SwitchAsync(mine, company, cancellationToken),
            RotationStep.Switched => DrainAsync(mine, company, cancellationToken),
            RotationStep.Drained => DisableAsync(mine, company, cancellationToken),
            RotationStep.OldDisabled => EndSessionsAsync(mine, company, cancellationToken),
            RotationStep.SessionsEnded => FinishAsync(mine, company, cancellationToken),
            _ => throw new RotationStoppedException("step-unknown"),
        };
    }

    private static LoginSlot To(CredentialRotationRow rotation) => rotation.From == LoginSlot.A ? LoginSlot.B : LoginSlot.A;

    // Kinds only: a driver's text may name servers, and this is shown on a page.
    private static string TroubleOf(Exception exception) =>
        exception switch
        {
            RotationStoppedException stopped => stopped.Kind,
            VaultUnavailableException => "vault-unavailable",
            BindingRefusedException => "database-unavailable",
            OperationCanceledException or TimeoutException => "too-slow",
            DbException => "server-unavailable",
            _ => "failed",
        };

    private Task ReachedAsync(string step) => AfterStep?.Invoke(step) ?? Task.CompletedTask;

    private sealed class RotationStoppedException(string kind) : Exception(kind)
    {
        public string Kind => Message;
    }
}
