using System.Text.Json;
using Metiva.Domain.Companies;
using Metiva.Domain.Features;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Servers;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Features;

/// <summary>
/// Switches a part of the product on or off for one company. The company's own audit says so before it happens; a crash in between
/// leaves a record of something that can simply be done again.
/// </summary>
public sealed class SetFeature
{
    private readonly TenantScope scope;
    private readonly Snapshots snapshots;
    private readonly ControlPlaneDatabase controlPlane;
    private readonly CompanyAuditWriter audit;
    private readonly TimeProvider time;

    internal SetFeature(
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

    /// <summary>What to decide.</summary>
    /// <param name="Company">For which company.</param>
    /// <param name="Feature">The switch's name.</param>
    /// <param name="From">What the person saw as decided; null when nothing was.</param>
    /// <param name="To">On or off; null leaves it to the installation and the plan.</param>
    public sealed record Command(CompanyId Company, string Feature, bool? From, bool? To);

    /// <summary>Does it. The value says whether it is on from now.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<bool>> Run(Command command, CancellationToken cancellationToken)
    {
        var by = scope.Context;
        if (AgencyCommand.Denied(by) is { } denied)
        {
            return denied;
        }

        if (snapshots.Catalog.Find(command.Company) is not { } company || FeatureSwitches.Find(command.Feature) is not { } feature)
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

        var done = await controlPlane.WriteAsync<bool>(
            (context, token) => CarryOutAsync(context, command, by, token),
            CancellationToken.None
        );
        if (done.Error is { } error)
        {
            var undone = Record(command, by, ".not-carried-out", "Not carried out: " + error.Message);
            await WriteDownAsync(company, undone, CancellationToken.None);
            return error;
        }

        return snapshots.Features.IsOn(feature, company.Id, company.Plan);
    }

    private static async Task<Result<CompanyFeatureRow?>> PlanAsync(
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

        var state = await context
            .Companies.Where(company => company.Id == command.Company)
            .Select(company => (CompanyState?)company.State)
            .SingleOrDefaultAsync(cancellationToken);
        if (state is not (CompanyState.Active or CompanyState.Suspended))
        {
            return state is null ? new NotFound() : new CompanyNotSettled();
        }

        var row = await context.CompanyFeatures.SingleOrDefaultAsync(
            feature => feature.CompanyId == command.Company && feature.Name == command.Feature,
            cancellationToken
        );
        return row?.IsOn == command.From ? row : new ChangedMeanwhile();
    }

    private async Task<Result<bool>> CarryOutAsync(
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

        switch (plan.Value, command.To)
        {
            case (null, { } on):
                context.CompanyFeatures.Add(
                    new CompanyFeatureRow
                    {
                        CompanyId = command.Company,
                        Name = command.Feature,
                        IsOn = on,
                        ChangedAt = time.GetUtcNow(),
                    }
                );
                break;
            case ({ } row, { } on):
                (row.IsOn, row.ChangedAt) = (on, time.GetUtcNow());
                break;
            case ({ } row, null):
                context.CompanyFeatures.Remove(row);
                break;
        }

        context.ControlAudit.Add(AgencyCommand.Line(time.GetUtcNow(), by, "companies.feature", command.Company, SummaryOf(command)));
        return true;
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
            Action = "companies.feature" + suffix,
            EntityType = "Feature",
            EntityId = command.Feature,
            Summary = AuditText.Cut(summary ?? SummaryOf(command) + " by the agency"),
            Before = Json(command.From),
            After = Json(command.To),
        };

    private static string Json(bool? decided) => JsonSerializer.Serialize(new { feature = WordOf(decided) }, JsonSerializerOptions.Web);

    private static string SummaryOf(Command command) => $"'{command.Feature}' set to '{WordOf(command.To)}'";

    private static string WordOf(bool? decided) =>
        decided switch
        {
            true => "on",
            false => "off",
            null => "as the plan says",
        };
}
