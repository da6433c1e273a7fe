using System.Data.Common;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Auditing.Chain;

/// <summary>
/// Writes down in the control plane how far each company's log goes, signed. An anchor only moves forward, and only when what it says
/// about before is still so: a log that was cut or written anew keeps its old anchor, which tells on it.
/// </summary>
internal sealed class AuditAnchors(
    CompanyConnections connections,
    IDatabaseEngine engine,
    ControlPlaneDatabase controlPlane,
    AuditSignature signature,
    TimeProvider time,
    ILogger<AuditAnchors> logger
)
{
    private const int AtOnce = 4;

    /// <summary>Where a company's log was anchored, or null when it never was.</summary>
    /// <exception cref="BindingRefusedException">ControlPlaneUnavailable: the anchor cannot be read, or not be checked.</exception>
    internal async Task<AuditAnchor?> OfAsync(CompanyId company, CancellationToken cancellationToken)
    {
        var row = await controlPlane.ReadAsync(
            (context, token) => context.AuditHeads.SingleOrDefaultAsync(row => row.CompanyId == company, token),
            cancellationToken
        );
        return row is null ? null : await AnchorAsync(row, cancellationToken);
    }

    /// <summary>How a log stands to its anchor, from the two places that matter: its end and the anchored one.</summary>
    internal async Task<AuditStanding> LookAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        // First: the log may grow in between, the other way round it would seem to be cut.
        var anchor = await OfAsync(company.Id, cancellationToken);
        return await LookAsync(company, anchor, cancellationToken);
    }

    /// <summary>
    /// Anchors the logs that grew. A company whose database does not answer keeps no other one waiting; one whose log denies its anchor is
    /// logged as such.
    /// </summary>
    /// <exception cref="BindingRefusedException">ControlPlaneUnavailable, or Busy: none was anchored.</exception>
    internal async Task<AnchoringResult> MoveForwardAsync(List<CatalogEntry> companies, CancellationToken cancellationToken)
    {
        var ids = companies.ConvertAll(company => company.Id);
        var rows = await controlPlane.ReadAsync(
            (context, token) => context.AuditHeads.Where(row => ids.Contains(row.CompanyId)).ToDictionaryAsync(row => row.CompanyId, token),
            cancellationToken
        );
        var result = new AnchoringResult();
        List<AuditHeadRow> forward = [];
        await Parallel.ForEachAsync(
            companies,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (company, token) =>
            {
                try
                {
                    var (head, denied) = await NextAsync(company, rows.GetValueOrDefault(company.Id), token);
                    lock (result)
                    {
                        forward.AddRange(head is null ? [] : [head]);
                        result.Denied.AddRange(denied ? [company.Id] : []);
                    }
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !token.IsCancellationRequested)
                {
                    lock (result)
                    {
                        result.Failed.Add(company.Id);
                        result.Failure = exception;
                    }
                }
            }
        );
        await KeepAsync(forward, cancellationToken);
        return result;
    }

    private async Task<(AuditHeadRow? Head, bool Denied)> NextAsync(
        CatalogEntry company,
        AuditHeadRow? row,
        CancellationToken cancellationToken
    )
    {
        var anchor = row is null ? null : await AnchorAsync(row, cancellationToken);
        var standing = await LookAsync(company, anchor, cancellationToken);
        if (standing.Fault is { } fault)
        {
            logger.LogCritical("The audit log of company {Company} is not what it was: {Fault}.", company.Id, fault);
            return (null, true);
        }

        return standing.Hash is { } hash && standing.Head > (anchor?.Sequence ?? 0)
            ? (await SignedAsync(company.Id, standing.Head, hash, cancellationToken), false)
            : (null, false);
    }

    private async Task<AuditStanding> LookAsync(CatalogEntry company, AuditAnchor? anchor, CancellationToken cancellationToken)
    {
        var at = anchor?.Sequence ?? 0;
        var (head, anchored) = await connections.ReadAsync(
            company,
            (connection, token) => SealsAsync(connection, at, token),
            cancellationToken
        );
        AuditFault? fault = anchor switch
        {
            null => null,
            { Genuine: false } => AuditFault.AnchorNotGenuine,
            _ when (head?.Sequence ?? 0) < anchor.Sequence => AuditFault.EndMissing,
            _ when anchored is null || Convert.ToHexStringLower(anchored) != anchor.Hash => AuditFault.NotAsAnchored,
            _ => null,
        };
        return new AuditStanding(head?.Sequence ?? 0, head is null ? null : Convert.ToHexStringLower(head.Hash), anchor, fault);
    }

    private async Task<(AuditSeal? Head, byte[]? Anchored)> SealsAsync(
        DbConnection connection,
        long at,
        CancellationToken cancellationToken
    )
    {
        await using var data = engine.CreateCompanyContext(connection);
        var head = await data.AuditSeals.AsNoTracking().OrderByDescending(seal => seal.Sequence).FirstOrDefaultAsync(cancellationToken);
        var anchored = await data
            .AuditSeals.Where(seal => seal.Sequence == at)
            .Select(seal => seal.Hash)
            .SingleOrDefaultAsync(cancellationToken);
        return (head, anchored);
    }

    private async Task<AuditAnchor> AnchorAsync(AuditHeadRow row, CancellationToken cancellationToken)
    {
        try
        {
            return new(row.Sequence, row.Hash, row.AnchoredAt, await signature.IsGenuineAsync(row, cancellationToken));
        }
        catch (VaultUnavailableException exception)
        {
            // An anchor that nobody can check says nothing, like one that nobody can read.
            throw new BindingRefusedException(BindingOutcome.ControlPlaneUnavailable, exception);
        }
    }

    private async Task<AuditHeadRow> SignedAsync(CompanyId company, long sequence, string hash, CancellationToken cancellationToken)
    {
        // Whole milliseconds: what is signed is what is stored.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        return new AuditHeadRow
        {
            CompanyId = company,
            Sequence = sequence,
            Hash = hash,
            AnchoredAt = now,
            Signature = await signature.SignAsync(company, sequence, hash, now, cancellationToken),
        };
    }

    /// <summary>One transaction for all; what another node has moved further stays.</summary>
    private async Task KeepAsync(List<AuditHeadRow> heads, CancellationToken cancellationToken)
    {
        if (heads.Count == 0)
        {
            return;
        }

        var ids = heads.ConvertAll(head => head.CompanyId);
        var written = await controlPlane.WriteAsync<bool>(
            async (context, token) =>
            {
                var rows = await context
                    .AuditHeads.Where(row => ids.Contains(row.CompanyId))
                    .ToDictionaryAsync(row => row.CompanyId, token);

                // One that was erased since it was looked at leaves nothing behind here.
                var there = await context
                    .Companies.Where(row => ids.Contains(row.Id) && row.State != CompanyState.Closing)
                    .Select(row => row.Id)
                    .ToListAsync(token);
                foreach (var head in heads.Where(head => there.Contains(head.CompanyId)))
                {
                    if (rows.GetValueOrDefault(head.CompanyId) is not { } row)
                    {
                        context.AuditHeads.Add(head);
                    }
                    else if (row.Sequence < head.Sequence)
                    {
                        (row.Sequence, row.Hash) = (head.Sequence, head.Hash);
                        (row.AnchoredAt, row.Signature) = (head.AnchoredAt, head.Signature);
                    }
                }

                return true;
            },
            needsHearing: static _ => false,
            cancellationToken
        );
        if (written.Error is { } error)
        {
            throw new InvalidOperationException(error.Message);
        }
    }
}

/// <summary>How a log stands to its anchor.</summary>
/// <param name="Head">The place of its last sealed record; 0 when there is none.</param>
/// <param name="Hash">That record's seal, or null.</param>
/// <param name="Anchor">Where it was anchored, or null when it never was.</param>
/// <param name="Fault">What is wrong between the two, or null.</param>
public sealed record AuditStanding(long Head, string? Hash, AuditAnchor? Anchor, AuditFault? Fault);

/// <summary>What came of anchoring logs.</summary>
internal sealed class AnchoringResult
{
    /// <summary>Whose log denies what was anchored of it.</summary>
    internal List<CompanyId> Denied { get; } = [];

    /// <summary>Whose log could not be looked at.</summary>
    internal List<CompanyId> Failed { get; } = [];

    /// <summary>Why one of those could not.</summary>
    internal Exception? Failure { get; set; }
}
