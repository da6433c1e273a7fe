using System.Text.Json;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Auditing;

/// <summary>
/// Changes the control plane only when the company's own audit says so, across two databases and a killed process: (1) a pending
/// row, (2) the audit record that carries its id, (3) the change itself, which takes the pending row away. What has its record is
/// carried out later if need be, what has none is dropped.
/// </summary>
/// <remarks>
/// Steps 2 and 3 hold the company's turn to write, so the same change is never finished by two at once, and none is dropped while
/// its record is being written. Lock order: the company, then the control plane.
/// </remarks>
public abstract class AuditedChanges<TRow>
    where TRow : class, IPendingChange
{
    private readonly ControlPlaneDatabase controlPlane;
    private readonly CompanyAuditWriter audit;
    private readonly TimeProvider time;

    private protected AuditedChanges(ControlPlaneDatabase controlPlane, CompanyAuditWriter audit, TimeProvider time)
    {
        this.controlPlane = controlPlane;
        this.audit = audit;
        this.time = time;
    }

    /// <summary>Called with the name of each step that has just been written: <c>registered</c>, <c>audited</c>, ...</summary>
    internal Func<string, Task>? AfterStep { get; set; }

    /// <summary>Carries a change out, or refuses it.</summary>
    /// <param name="company">In whose audit it has to stand.</param>
    /// <param name="draft">Makes the row and its audit record from what the control plane says now.</param>
    /// <param name="cancellationToken">Counts until the audit record is written; from then on the change is carried out.</param>
    internal async Task<Result<Guid>> RunAsync(
        CatalogEntry company,
        Func<ControlPlaneContext, CancellationToken, Task<Result<(TRow Row, AuditRecord Record)>>> draft,
        CancellationToken cancellationToken
    )
    {
        var registered = await RegisterAsync(draft, cancellationToken);
        if (!registered.Ok)
        {
            return registered.Error!;
        }

        var (row, record) = registered.Value;
        await ReachedAsync("registered");
        if (await WriteDownAsync(company, row, record, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await ReachedAsync("audited");
        try
        {
            return await FinishAsync(company, row, CancellationToken.None) is { } error ? error : row.Id;
        }
        catch (BindingRefusedException)
        {
            return new ChangeDelayed();
        }
    }

    /// <summary>The changes on their way.</summary>
    internal Task<List<TRow>> PendingAsync(CancellationToken cancellationToken) =>
        controlPlane.ReadAsync((context, token) => context.Set<TRow>().OrderBy(row => row.Id).ToListAsync(token), cancellationToken);

    /// <summary>Carries out a change that is written down, or drops it. Returns why it was not carried out. Safe to repeat.</summary>
    internal Task<Error?> FinishAsync(CatalogEntry company, TRow row, CancellationToken cancellationToken) =>
        audit.InTurnAsync(company, (turn, token) => FinishInTurnAsync(turn, row, token), cancellationToken);

    /// <summary>How the change is carried out on what the control plane says now, or why it may not be. Changes nothing yet.</summary>
    internal abstract Task<Result<Action>> PlanAsync(ControlPlaneContext context, TRow row, CancellationToken cancellationToken);

    private Task<Result<(TRow Row, AuditRecord Record)>> RegisterAsync(
        Func<ControlPlaneContext, CancellationToken, Task<Result<(TRow Row, AuditRecord Record)>>> draft,
        CancellationToken cancellationToken
    ) =>
        controlPlane.WriteAsync<(TRow Row, AuditRecord Record)>(
            async (context, token) =>
            {
                var drafted = await draft(context, token);
                if (!drafted.Ok)
                {
                    return drafted;
                }

                var plan = await PlanAsync(context, drafted.Value.Row, token);
                if (!plan.Ok)
                {
                    return plan.Error!;
                }

                context.Add(drafted.Value.Row);
                return drafted;
            },
            cancellationToken
        );

    private async Task<Error?> WriteDownAsync(CatalogEntry company, TRow row, AuditRecord record, CancellationToken cancellationToken)
    {
        CompanyAuditTurn? mine = null;
        try
        {
            return await audit.InTurnAsync<Error?>(
                company,
                async (turn, token) =>
                {
                    mine = turn;

                    // Whoever tidies up may have taken this change for one of a dead process.
                    var waits = await controlPlane.ReadAsync(
                        (context, read) => context.Set<TRow>().AnyAsync(pending => pending.Id == row.Id, read),
                        token
                    );
                    if (!waits)
                    {
                        return new ChangedMeanwhile();
                    }

                    await turn.AddAsync(record, token);
                    return null;
                },
                cancellationToken
            );
        }
        catch (Exception exception) when (mine is not { Committing: true })
        {
            await TryDropAsync(row.Id);
            if (exception is BindingRefusedException refused)
            {
                return new AuditUnavailable(refused.Outcome);
            }

            throw;
        }
    }

    private async Task TryDropAsync(Guid id)
    {
        try
        {
            await DropAsync(id, CancellationToken.None);
        }
        catch (BindingRefusedException)
        {
            // It has no audit record, so the next recovery drops it.
        }
    }

    private async Task<Error?> FinishInTurnAsync(CompanyAuditTurn turn, TRow row, CancellationToken cancellationToken)
    {
        var record = await turn.FindAsync(row.Id, cancellationToken);
        if (record is null || await turn.FindAsync(RefusalOf(row.Id), cancellationToken) is not null)
        {
            await DropAsync(row.Id, cancellationToken);
            return new ChangedMeanwhile();
        }

        var outcome = await controlPlane.WriteAsync<bool>((context, token) => CarryOutAsync(context, row, token), cancellationToken);
        if (outcome.Ok)
        {
            await ReachedAsync("applied");
            return null;
        }

        await turn.AddAsync(NotCarriedOut(record, outcome.Error!), cancellationToken);
        await ReachedAsync("refused");
        await DropAsync(row.Id, cancellationToken);
        return outcome.Error;
    }

    private async Task<Result<bool>> CarryOutAsync(ControlPlaneContext context, TRow row, CancellationToken cancellationToken)
    {
        var pending = await context.Set<TRow>().SingleOrDefaultAsync(pending => pending.Id == row.Id, cancellationToken);
        if (pending is null)
        {
            // Written down, not refused, and no longer waiting: it was carried out.
            return true;
        }

        var plan = await PlanAsync(context, pending, cancellationToken);
        if (!plan.Ok)
        {
            return plan.Error!;
        }

        plan.Value();
        context.Remove(pending);
        return true;
    }

    private Task DropAsync(Guid id, CancellationToken cancellationToken) =>
        controlPlane.WriteAsync<int>(
            async (context, token) => await context.Set<TRow>().Where(row => row.Id == id).ExecuteDeleteAsync(token),
            cancellationToken
        );

    private AuditRecord NotCarriedOut(AuditRecord record, Error error) =>
        new()
        {
            OperationId = RefusalOf(record.OperationId!.Value),
            At = time.GetUtcNow(),
            PersonId = null,
            PersonName = "Metiva",
            Action = record.Action + ".not-carried-out",
            EntityType = record.EntityType,
            EntityId = record.EntityId,
            Summary = "Not carried out: " + error.Message,
            After = JsonSerializer.Serialize(new { error.Code }, JsonSerializerOptions.Web),
        };

    /// <summary>The id of the record that says that an operation was not carried out: always the same for the same operation.</summary>
    private static Guid RefusalOf(Guid operation)
    {
        Span<byte> bytes = stackalloc byte[16];
        operation.TryWriteBytes(bytes);
        bytes[15] ^= 0xff;
        return new Guid(bytes);
    }

    private Task ReachedAsync(string step) => AfterStep?.Invoke(step) ?? Task.CompletedTask;
}

/// <summary>The company's audit took no record, so the change does not happen.</summary>
/// <param name="Outcome">Why its database could not be written to.</param>
public sealed record AuditUnavailable(BindingOutcome Outcome)
    : Error(
        "audit.unavailable",
        $"The company's own database cannot be written to at the moment ({Outcome}). Nothing was changed, because it must stand in the company's audit. Try again later."
    )
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [Outcome];
}

/// <summary>The change is written down and follows by itself.</summary>
public sealed record ChangeDelayed()
    : Error(
        "audit.change-delayed",
        "The change is written down but could not be finished right away. It follows by itself within a minute or two."
    );
