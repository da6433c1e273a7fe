using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Servers;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Credentials.Rotation;

/// <summary>
/// Asks for a rotation: the record in the company's own audit first, then the row from which the steps begin. A crash in between
/// leaves a record of something that can simply be asked for again.
/// </summary>
public sealed class RotationRequests
{
    /// <summary>The audit's word for asking.</summary>
    internal const string Asked = "credentials.rotate";

    private readonly ControlPlaneDatabase controlPlane;
    private readonly CompanyAuditWriter audit;
    private readonly ICompanyLogins logins;
    private readonly Snapshots snapshots;
    private readonly TimeProvider time;

    internal RotationRequests(
        ControlPlaneDatabase controlPlane,
        CompanyAuditWriter audit,
        ICompanyLogins logins,
        Snapshots snapshots,
        TimeProvider time
    ) => (this.controlPlane, this.audit, this.logins, this.snapshots, this.time) = (controlPlane, audit, logins, snapshots, time);

    /// <summary>Asked for by a person, who has to be the agency's and allowed to edit the control plane.</summary>
    internal Task<Result<Guid>> RequestAsync(TenantContext by, CompanyId company, CancellationToken cancellationToken)
    {
        if (by.Lacks(Permissions.ControlPlane.Edit) is { } denied)
        {
            return Task.FromResult<Result<Guid>>(denied);
        }

        by.Demand(AccessKind.Command);
        return RequestAsync(company, by.PersonId, by.PersonName, cancellationToken);
    }

    /// <summary>Asked for by the installation itself: its schedule, or whoever runs it.</summary>
    internal Task<Result<Guid>> RequestAsync(CompanyId company, string who, CancellationToken cancellationToken) =>
        RequestAsync(company, null, who, cancellationToken);

    private async Task<Result<Guid>> RequestAsync(CompanyId id, PersonId? by, string who, CancellationToken cancellationToken)
    {
        if (!logins.Supported)
        {
            return new NoLogins();
        }

        if (snapshots.Catalog.Find(id) is not { } company)
        {
            return new NotFound();
        }

        if (await controlPlane.ReadAsync((context, token) => RefuseAsync(context, id, by, token), cancellationToken) is { } refused)
        {
            return refused;
        }

        var now = time.GetUtcNow();
        var rotation = Guid.CreateVersion7(now);
        if (await WriteDownAsync(company, Record(rotation, id, by, who, now), cancellationToken) is { } unavailable)
        {
            return unavailable;
        }

        var asked = await controlPlane.WriteAsync<Guid>(
            async (context, token) =>
            {
                if (await RefuseAsync(context, id, by, token) is { } error)
                {
                    return error;
                }

                var row = await context.Companies.SingleAsync(row => row.Id == id, token);
                context.CredentialRotations.Add(
                    new CredentialRotationRow
                    {
                        CompanyId = id,
                        Id = rotation,
                        From = row.Login,
                        Step = RotationStep.Requested,
                        RequestedBy = by,
                        RequestedByName = who,
                        CreatedAt = now,
                        StepAt = now,
                    }
                );
                context.ControlAudit.Add(
                    new ControlAuditRow
                    {
                        At = now,
                        PersonId = by,
                        PersonName = who,
                        Action = Asked,
                        CompanyId = id,
                        Summary = "Asked for a new password of the company's database login",
                    }
                );
                return rotation;
            },
            CancellationToken.None
        );
        if (asked.Error is { } late)
        {
            await WriteDownAsync(company, NotCarriedOut(id, late, time.GetUtcNow()), CancellationToken.None);
        }

        return asked;
    }

    private static async Task<Error?> RefuseAsync(
        ControlPlaneContext context,
        CompanyId id,
        PersonId? by,
        CancellationToken cancellationToken
    )
    {
        if (by is { } person && await AgencyCommand.DeniedNowAsync(context, person, cancellationToken) is { } denied)
        {
            return denied;
        }

        var state = await context
            .Companies.Where(row => row.Id == id)
            .Select(row => (CompanyState?)row.State)
            .SingleOrDefaultAsync(cancellationToken);
        return state switch
        {
            null => new NotFound(),
            not (CompanyState.Active or CompanyState.Suspended) => new CompanyNotSettled(),
            _ when await context.CompanyMoves.AnyAsync(row => row.CompanyId == id, cancellationToken) => new CompanyNotSettled(),
            _ when await context.CredentialRotations.AnyAsync(row => row.CompanyId == id, cancellationToken) => new RotationUnderWay(),
            _ => null,
        };
    }

    private async Task<Error?> WriteDownAsync(CatalogEntry company, AuditRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await audit.InTurnAsync<Error?>(
                company,
                async (turn, token) =>
                {
                    await turn.AddAsync(record, token);
                    return null;
                },
                cancellationToken
            );
        }
        catch (BindingRefusedException refused)
        {
            return new AuditUnavailable(refused.Outcome);
        }
    }

    private static AuditRecord Record(Guid rotation, CompanyId id, PersonId? by, string who, DateTimeOffset now) =>
        new()
        {
            OperationId = rotation,
            At = now,
            PersonId = by,
            PersonName = who,
            Action = Asked,
            EntityType = "Company",
            EntityId = id.ToString(),
            Summary = "A new password of the company's database login was asked for",
        };

    private static AuditRecord NotCarriedOut(CompanyId id, Error why, DateTimeOffset now) =>
        new()
        {
            OperationId = Guid.CreateVersion7(now),
            At = now,
            PersonId = null,
            PersonName = "Metiva",
            Action = Asked + ".not-carried-out",
            EntityType = "Company",
            EntityId = id.ToString(),
            Summary = AuditText.Cut("Not carried out: " + why.Message),
        };
}

/// <summary>Replaces the password of a company's database login; nobody who works there notices.</summary>
public sealed class RotateCredential(TenantScope scope, RotationRequests requests)
{
    /// <summary>Of which company.</summary>
    public sealed record Command(CompanyId Company);

    /// <summary>Asks for it; the steps follow by themselves. The id is that of the rotation and of its audit record.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken) =>
        requests.RequestAsync(scope.Context, command.Company, cancellationToken);
}
