using System.Globalization;
using System.Text.Json;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;

namespace Metiva.Tenancy.Lifecycle.Moves;

/// <summary>What the company and the registry read about a move. Each record has an id of its own, so it is written once.</summary>
internal sealed class MoveAudit(CompanyAuditWriter writer, Snapshots snapshots, TimeProvider time)
{
    /// <summary>Writes into the company's audit that the move was asked for.</summary>
    internal Task AskedAsync(CompanyMoveRow move, string summary, CancellationToken cancellationToken) =>
        WriteAsync(move, Record(move, move.Id, move.RequestedBy, move.RequestedByName, "companies.move", summary), cancellationToken);

    /// <summary>Writes into the company's audit that it did not come to a move after all.</summary>
    internal Task RefusedAsync(CompanyMoveRow move, string why, CancellationToken cancellationToken) =>
        WriteAsync(
            move,
            Record(move, EndOf(move.Id), null, "Metiva", "companies.move.not-carried-out", "Not carried out: " + why),
            cancellationToken
        );

    /// <summary>Writes into the company's audit how the move ended.</summary>
    internal Task EndedAsync(CompanyMoveRow move, bool abandoned, CancellationToken cancellationToken) =>
        WriteAsync(
            move,
            Record(
                move,
                EndOf(move.Id),
                null,
                "Metiva",
                abandoned ? "companies.move.abandoned" : "companies.moved",
                SummaryOf(move, abandoned)
            ),
            cancellationToken
        );

    /// <summary>The same for the registry's own audit.</summary>
    internal ControlAuditRow Line(CompanyMoveRow move, bool abandoned) =>
        new()
        {
            At = time.GetUtcNow(),
            PersonId = move.RequestedBy,
            PersonName = move.RequestedByName,
            Action = abandoned ? "companies.move.abandoned" : "companies.moved",
            CompanyId = move.CompanyId,
            Summary = AuditText.Cut(SummaryOf(move, abandoned)),
        };

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

    private AuditRecord Record(CompanyMoveRow move, Guid operation, PersonId? person, string name, string action, string summary) =>
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
                    move.Reason,
                },
                JsonSerializerOptions.Web
            ),
        };

    /// <summary>The id of the record that says how a move ended: always the same for the same move.</summary>
    private static Guid EndOf(Guid move)
    {
        Span<byte> bytes = stackalloc byte[16];
        move.TryWriteBytes(bytes);
        bytes[15] ^= 0xff;
        return new Guid(bytes);
    }
}
