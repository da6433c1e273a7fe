using System.Text.Json;
using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Servers;
using Metiva.Tenancy.Usage;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>
/// Changes what a company has booked. The company's own audit says so before it happens; a crash in between leaves a record of
/// something that can simply be done again.
/// </summary>
public sealed class ChangePlan
{
    private readonly TenantScope scope;
    private readonly Snapshots snapshots;
    private readonly ControlPlaneDatabase controlPlane;
    private readonly CompanyAuditWriter audit;
    private readonly TimeProvider time;

    internal ChangePlan(
        TenantScope scope,
        Snapshots snapshots,
        ControlPlaneDatabase controlPlane,
        CompanyAuditWriter audit,
        TimeProvider time
    )
    {
        this.scope = scope;
        this.snapshots = snapshots;
        this.controlPlane = controlPlane;
        this.audit = audit;
        this.time = time;
    }

    /// <summary>Which company, the plan that the person saw, and the plan from now on.</summary>
    public sealed record Command(CompanyId Company, Plan From, Plan To);

    /// <summary>Does it. The value is the new plan.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the company's audit cannot be written.</exception>
    public async Task<Result<Plan>> Run(Command command, CancellationToken cancellationToken)
    {
        var by = scope.Context;
        if (AgencyCommand.Denied(by) is { } denied)
        {
            return denied;
        }

        if (snapshots.Catalog.Find(command.Company) is not { } company || !Enum.IsDefined(command.To))
        {
            return new NotFound();
        }

        var allowed = await controlPlane.ReadAsync((context, token) => PlanAsync(context, command, by, token), cancellationToken);
        if (!allowed.Ok)
        {
            return allowed.Error!;
        }

        try
        {
            await WriteDownAsync(company, Record(command, by), cancellationToken);
        }
        catch (BindingRefusedException refused)
        {
            return new AuditUnavailable(refused.Outcome);
        }

        var changed = await controlPlane.WriteAsync<Plan>(
            (context, token) => CarryOutAsync(context, command, by, token),
            CancellationToken.None
        );
        if (changed.Error is { } error)
        {
            var undone = Record(command, by, ".not-carried-out", "Not carried out: " + error.Message);
            await WriteDownAsync(company, undone, CancellationToken.None);
        }

        return changed;
    }

    private static async Task<Result<CompanyRow>> PlanAsync(
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

        var row = await context.Companies.SingleOrDefaultAsync(row => row.Id == command.Company, cancellationToken);
        if (row is null)
        {
            return new NotFound();
        }

        if (row.State is not (CompanyState.Active or CompanyState.Suspended))
        {
            return new CompanyNotSettled();
        }

        if (row.Plan != command.From)
        {
            return new ChangedMeanwhile();
        }

        var server = await ServerStandings.OfAsync(context, row.Server, row.Id, cancellationToken);
        return server is null ? new ServerUnknown()
            : Placement.Share(command.To, server) is { } error ? error
            : row;
    }

    private async Task<Result<Plan>> CarryOutAsync(
        ControlPlaneContext context,
        Command command,
        TenantContext by,
        CancellationToken cancellationToken
    )
    {
        var plan = await PlanAsync(context, command, by, cancellationToken);
        if (!plan.Ok)
        {
            return plan.Error!;
        }

        var now = time.GetUtcNow();
        plan.Value.Plan = command.To;
        plan.Value.Version++;

        // What is used may be too much for the new plan at once.
        context.UsageWarnings.AddRange(await UsageWarnings.OfPlanAsync(context, command.Company, command.To, now, cancellationToken));
        context.ControlAudit.Add(AgencyCommand.Line(now, by, "companies.plan", command.Company, SummaryOf(command)));
        return command.To;
    }

    private Task<bool> WriteDownAsync(CatalogEntry company, AuditRecord record, CancellationToken cancellationToken) =>
        audit.InTurnAsync(
            company,
            async (turn, token) =>
            {
                await turn.AddAsync(record, token);
                return true;
            },
            cancellationToken
        );

    private AuditRecord Record(Command command, TenantContext by, string suffix = "", string? summary = null) =>
        new()
        {
            At = time.GetUtcNow(),
            PersonId = by.PersonId,
            PersonName = by.PersonName,
            Action = "companies.plan" + suffix,
            EntityType = "Company",
            EntityId = command.Company.ToString(),
            Summary = AuditText.Cut(summary ?? SummaryOf(command) + " by the agency"),
            After = JsonSerializer.Serialize(new { plan = command.To.ToString() }, JsonSerializerOptions.Web),
        };

    private static string SummaryOf(Command command) => $"Plan changed from {command.From} to {command.To}";
}

/// <summary>A company that is being made, moved or closed is left alone.</summary>
public sealed record CompanyNotSettled()
    : Error("companies.not-settled", "This company is being made, moved or closed at the moment. Wait until that is done.");
