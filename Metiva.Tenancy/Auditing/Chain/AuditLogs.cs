using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Engines;

namespace Metiva.Tenancy.Auditing.Chain;

/// <summary>Goes through a company's whole log. For whoever runs the host; people of a company go by <see cref="OwnAuditLog"/>.</summary>
public sealed class AuditLogs
{
    private readonly CompanyConnections connections;
    private readonly IDatabaseEngine engine;
    private readonly AuditAnchors anchors;
    private readonly GrownAnchors grown;
    private readonly Snapshots snapshots;

    internal AuditLogs(
        CompanyConnections connections,
        IDatabaseEngine engine,
        AuditAnchors anchors,
        GrownAnchors grown,
        Snapshots snapshots
    )
    {
        this.connections = connections;
        this.engine = engine;
        this.anchors = anchors;
        this.grown = grown;
        this.snapshots = snapshots;
    }

    /// <summary>Goes through the log of a company, or returns null when there is no such company.</summary>
    /// <exception cref="BindingRefusedException">Its database or the control plane refuses.</exception>
    public async Task<AuditVerdict?> VerifyAsync(CompanyId company, CancellationToken cancellationToken) =>
        snapshots.Catalog.Find(company) is { } entry ? await VerifyAsync(entry, static _ => { }, cancellationToken) : null;

    /// <summary>Anchors what this process wrote, for one that ends before the host's own service would.</summary>
    public Task AnchorAsync(CancellationToken cancellationToken) => grown.TryAnchorAsync(cancellationToken);

    internal async Task<AuditVerdict> VerifyAsync(CatalogEntry company, Action<long> lookedAt, CancellationToken cancellationToken)
    {
        // First: the log may grow meanwhile, the other way round it would seem to be cut.
        var verifier = new AuditVerifier(await anchors.OfAsync(company.Id, cancellationToken));
        while (
            await connections.ReadAsync(
                company,
                async (connection, token) =>
                {
                    await using var moment = await engine.BeginReadAsync(connection, token);
                    return await verifier.NextAsync(connection, moment, engine.Dialect, token);
                },
                cancellationToken
            )
        )
        {
            lookedAt(verifier.Records);
        }

        return verifier.Verdict();
    }

    internal Task<AuditStanding> LookAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        anchors.LookAsync(company, cancellationToken);
}

/// <summary>The bound company's own log, for those who may read it.</summary>
public sealed class OwnAuditLog(TenantScope scope, AuditLogs logs)
{
    /// <summary>How far the log goes and whether it fits what was anchored, without going through it.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or a database refuses.</exception>
    public async Task<Result<AuditStanding>> LookAsync(CancellationToken cancellationToken) =>
        scope.Context.Lacks(Permissions.Audit.Read) is { } denied
            ? denied
            : await logs.LookAsync(scope.Context.DemandCompany(AccessKind.Read), cancellationToken);

    /// <summary>Goes through all of it.</summary>
    /// <param name="lookedAt">Told now and then how many records were looked at.</param>
    /// <param name="cancellationToken">Stops it between two pages.</param>
    /// <exception cref="BindingRefusedException">The context no longer holds, or a database refuses.</exception>
    public async Task<Result<AuditVerdict>> VerifyAsync(Action<long> lookedAt, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Audit.Read) is { } denied)
        {
            return denied;
        }

        return await logs.VerifyAsync(
            tenant.DemandCompany(AccessKind.Read),
            records =>
            {
                // Whoever loses access meanwhile does not get to the end.
                tenant.Demand(AccessKind.Read);
                lookedAt(records);
            },
            cancellationToken
        );
    }
}
