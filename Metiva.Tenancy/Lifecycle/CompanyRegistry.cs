using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Lifecycle.Moves;
using Metiva.Tenancy.Memberships;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>A company in the registry's list.</summary>
public sealed record RegisteredCompany(
    CompanyId Id,
    string Name,
    CompanyKind Kind,
    CompanyState State,
    string Server,
    string Database,
    int SchemaVersion,
    int Members,
    DateTimeOffset? LastActivityAt,
    Plan Plan
);

/// <summary>A company with what stands behind it.</summary>
/// <param name="Summary">The row of the list.</param>
/// <param name="StateReason">Why it is in its state, when somebody gave a reason.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Region">Where its server keeps its data.</param>
/// <param name="SchemaServed">Whether this build serves its schema.</param>
/// <param name="LiveSessions">How many sessions are open there now.</param>
/// <param name="Move">Its move to another server; null when it stays.</param>
public sealed record CompanyDetail(
    RegisteredCompany Summary,
    string? StateReason,
    DateTimeOffset CreatedAt,
    string? Region,
    bool SchemaServed,
    int LiveSessions,
    CompanyMove? Move
);

/// <summary>A company's move to another server, while it is on its way.</summary>
public sealed record CompanyMove(
    string FromServer,
    string ToServer,
    MoveStep Step,
    long RowsCopied,
    long RowsToCopy,
    string Reason,
    string RequestedByName,
    MoveTrouble? Trouble
);

/// <summary>What agency staff did to a company in the registry.</summary>
public sealed record ControlAuditEntry(long Sequence, DateTimeOffset At, string PersonName, string Action, string Summary);

/// <summary>What to list of the companies.</summary>
/// <param name="Search">Part of a name.</param>
/// <param name="State">Only in this state.</param>
/// <param name="Kind">Only of this kind.</param>
/// <param name="Sort">By what.</param>
/// <param name="Descending">From high to low.</param>
/// <param name="Skip">How many rows come before the page.</param>
/// <param name="Take">How many rows the page has; 1 to <see cref="CompanyMembers.MaxTake"/>.</param>
public sealed record CompanyFilter(
    string? Search = null,
    CompanyState? State = null,
    CompanyKind? Kind = null,
    CompanySort Sort = CompanySort.Name,
    bool Descending = false,
    int Skip = 0,
    int Take = 25
);

/// <summary>By what companies are sorted.</summary>
public enum CompanySort
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>The state's name.</summary>
    State,

    /// <summary>The server, then the database.</summary>
    Server,

    /// <summary>The schema version.</summary>
    Schema,

    /// <summary>How many members there are.</summary>
    Members,

    /// <summary>When it was last used.</summary>
    LastActivity,
}

/// <summary>The registry of companies, for the agency's Owner and Admin while bound to the agency.</summary>
public sealed class CompanyRegistry(TenantScope scope, ControlPlaneDatabase controlPlane, Snapshots snapshots, TimeProvider time)
{
    /// <summary>A page of companies.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public async Task<Result<Listed<RegisteredCompany>>> ListAsync(CompanyFilter filter, CancellationToken cancellationToken) =>
        Denied() is { } denied
            ? denied
            : await controlPlane.ReadAsync((context, token) => CompanyQuery.ListAsync(context, filter, token), cancellationToken);

    /// <summary>One company.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public async Task<Result<CompanyDetail>> FindAsync(CompanyId id, CancellationToken cancellationToken)
    {
        if (Denied() is { } denied)
        {
            return denied;
        }

        var now = time.GetUtcNow();
        var idleSince = now - snapshots.Sessions.IdleAt(id);
        var detail = await controlPlane.ReadAsync(
            async (context, token) =>
            {
                var found = await (
                    from row in CompanyQuery.Summaries(context)
                    join company in context.Companies on row.Id equals company.Id
                    join server in context.Servers on row.Server equals server.Name into servers
                    from server in servers.DefaultIfEmpty()
                    where row.Id == id
                    select new
                    {
                        Row = row,
                        company.StateReason,
                        company.CreatedAt,
                        Region = (string?)server.Region,
                    }
                ).SingleOrDefaultAsync(token);
                if (found is null)
                {
                    return null;
                }

                var live = await context.Sessions.CountAsync(
                    session =>
                        session.CompanyId == id && session.EndedAt == null && session.ExpiresAt > now && session.LastSeenAt > idleSince,
                    token
                );
                var move = await context.CompanyMoves.SingleOrDefaultAsync(move => move.CompanyId == id, token);
                return new CompanyDetail(
                    found.Row.ToSummary(),
                    found.StateReason,
                    found.CreatedAt,
                    found.Region,
                    SchemaVersions.Serves(found.Row.SchemaVersion),
                    live,
                    move is null ? null : MoveOf(move)
                );
            },
            cancellationToken
        );
        return detail is null ? new NotFound() : detail;
    }

    /// <summary>A page of a company's members, to look at only.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public async Task<Result<Listed<Member>>> MembersAsync(CompanyId company, MemberFilter filter, CancellationToken cancellationToken) =>
        Denied() is { } denied
            ? denied
            : await controlPlane.ReadAsync(
                (context, token) =>
                    MemberQuery.ListAsync(context, company, filter, time.GetUtcNow(), snapshots.Sessions.IdleAt(company), token),
                cancellationToken
            );

    /// <summary>A page of what agency staff did to a company, the newest first.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public async Task<Result<Listed<ControlAuditEntry>>> AuditAsync(
        CompanyId company,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) =>
        Denied() is { } denied
            ? denied
            : await controlPlane.ReadAsync(
                (context, token) => CompanyQuery.AuditAsync(context, company, skip, take, token),
                cancellationToken
            );

    private static CompanyMove MoveOf(CompanyMoveRow move) =>
        new(
            move.FromServer,
            move.ToServer,
            move.Step,
            move.RowsCopied,
            move.RowsToCopy,
            move.Reason,
            move.RequestedByName,
            Enum.TryParse<MoveTrouble>(move.Trouble, out var trouble) ? trouble : null
        );

    private PermissionDenied? Denied()
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.ControlPlane.Read) is { } denied)
        {
            return denied;
        }

        tenant.Demand(AccessKind.Read);
        return null;
    }
}
