using System.Globalization;
using System.Text.Json;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Servers;

namespace Metiva.Tenancy.Lifecycle.Moves;

/// <summary>What the company and the registry read about a move. Each record has an id of its own, so it is written once.</summary>
internal sealed class MoveAudit(CompanyAuditWriter writer, Snapshots snapshots, TimeProvider time)
{
    private const string Moved = "companies.moved";
    private const string Abandoned = "companies.move.abandoned";
    private const string LeftBehind = "companies.move.left-behind";

    /// <summary>Writes into the company's audit that the move was asked for.</summary>
    internal Task AskedAsync(CompanyMoveRow move, string region, CancellationToken cancellationToken) =>
        WriteAsync(
            move,
            Record(
                move,
                move.Id,
                move.RequestedBy,
                move.RequestedByName,
                "companies.move",
                $"Move to server '{move.ToServer}' asked for by the agency, {RegisterServer.Said(region)}: {move.Reason}",
                region: region
            ),
            cancellationToken
        );

    /// <summary>Writes into the company's audit that it did not come to what another record says was asked for.</summary>
    internal Task RefusedAsync(CompanyMoveRow move, Guid asked, string why, CancellationToken cancellationToken) =>
        WriteAsync(
            move,
            Record(move, EndOf(asked), null, "Metiva", "companies.move.not-carried-out", "Not carried out: " + why),
            cancellationToken
        );

    /// <summary>Writes into the company's audit how the move ended.</summary>
    internal Task EndedAsync(CompanyMoveRow move, bool abandoned, CancellationToken cancellationToken) =>
        WriteAsync(
            move,
            Record(
                move,
                EndOf(move.Id),
                abandoned ? move.GivenUpBy : null,
                (abandoned ? move.GivenUpByName : null) ?? "Metiva",
                abandoned ? Abandoned : Moved,
                SummaryOf(move, abandoned)
            ),
            cancellationToken
        );

    /// <summary>Writes into the company's audit that a database of its that cannot be dropped stays where it is.</summary>
    internal Task LeftBehindAsync(
        CompanyMoveRow move,
        Guid operation,
        TenantContext by,
        string reason,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            move,
            Record(move, operation, by.PersonId, by.PersonName, LeftBehind, LeftBehindSummary(move, reason), reason),
            cancellationToken
        );

    /// <summary>How the move ended, for the registry's own audit.</summary>
    internal ControlAuditRow Line(CompanyMoveRow move, bool abandoned) =>
        new()
        {
            At = time.GetUtcNow(),
            PersonId = move.RequestedBy,
            PersonName = move.RequestedByName,
            Action = abandoned ? Abandoned : Moved,
            CompanyId = move.CompanyId,
            Summary = AuditText.Cut(SummaryOf(move, abandoned)),
        };

    /// <summary>The same for a move whose other database was left behind: where it still stands is what somebody will look for.</summary>
    internal ControlAuditRow LeftBehindLine(CompanyMoveRow move, TenantContext by, string reason) =>
        AgencyCommand.Line(time.GetUtcNow(), by, LeftBehind, move.CompanyId, LeftBehindSummary(move, reason));

    private static string LeftBehindSummary(CompanyMoveRow move, string reason)
    {
        var (server, database) = move.Step == MoveStep.Abandoned ? (move.ToServer, move.ToDatabase) : (move.FromServer, move.FromDatabase);
        return $"Database '{database}' left behind on server '{server}', where it could not be dropped: {reason}";
    }

    private static string SummaryOf(CompanyMoveRow move, bool abandoned) =>
        abandoned
            ? $"Stays on server '{move.FromServer}': the move to '{move.ToServer}' was given up"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Moved from server '{move.FromServer}' to '{move.ToServer}': {move.RowsToCopy} rows, counts and hashes compared"
            );

    private Task WriteAsync(CompanyMoveRow move, AuditRecord record, CancellationToken cancellationToken)
    {
        var company = snapshots.Catalog.Find(move.CompanyId)!;
        return writer.InTurnAsync(
            company,
            async (turn, token) =>
            {
                if (await turn.FindAsync(record.OperationId!.Value, token) is null)
                {
                    await turn.AddAsync(record, token);
                }

                return true;
            },
            cancellationToken
        );
    }

    private AuditRecord Record(
        CompanyMoveRow move,
        Guid operation,
        PersonId? person,
        string name,
        string action,
        string summary,
        string? reason = null,
        string? region = null
    ) =>
        new()
        {
            OperationId = operation,
            At = time.GetUtcNow(),
            PersonId = person,
            PersonName = name,
            Action = action,
            EntityType = "Company",
            EntityId = move.CompanyId.ToString(),
            Summary = AuditText.Cut(summary),
            After = JsonSerializer.Serialize(
                new
                {
                    move.FromServer,
                    move.ToServer,
                    Reason = reason ?? move.Reason,
                    Rows = move.RowsToCopy,
                    Region = region,
                },
                JsonSerializerOptions.Web
            ),
        };

    /// <summary>The id of the record that says how something ended: always the same for the same beginning.</summary>
    private static Guid EndOf(Guid move)
    {
        Span<byte> bytes = stackalloc byte[16];
        move.TryWriteBytes(bytes);
        bytes[15] ^= 0xff;
        return new Guid(bytes);
    }
}
