using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.CompanyData;

/// <summary>
/// What somebody did, written in the same transaction as the change itself. The table only grows: the database refuses to change or
/// delete a record.
/// </summary>
public sealed class AuditRecord
{
    /// <summary>The longest <see cref="Action"/>.</summary>
    public const int ActionLength = 64;

    /// <summary>The longest <see cref="EntityType"/> and <see cref="EntityId"/>.</summary>
    public const int EntityLength = 64;

    /// <summary>The longest <see cref="Summary"/>.</summary>
    public const int SummaryLength = 500;

    /// <summary>Its place in the log, given by the database.</summary>
    public long Sequence { get; private set; }

    /// <summary>
    /// Names the change in the control plane that this record is about, at most one record for each; null when the change is in
    /// this database and so in the same transaction.
    /// </summary>
    public Guid? OperationId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who; null when Metiva itself did it.</summary>
    public required PersonId? PersonId { get; init; }

    /// <summary>Who, by the name at that time; as a reference to an <see cref="AuditValue"/> once it is saved.</summary>
    public required string PersonName { get; set; }

    /// <summary>What, as a dotted lower-case name such as <c>invoices.issue</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The kind of record that it was done to, such as <c>Invoice</c>.</summary>
    public required string EntityType { get; init; }

    /// <summary>That record's key.</summary>
    public required string EntityId { get; init; }

    /// <summary>One English line for people.</summary>
    public required string Summary { get; set; }

    /// <summary>The changed values before, as JSON.</summary>
    public string? Before { get; set; }

    /// <summary>The changed values after, as JSON.</summary>
    public string? After { get; set; }

    /// <summary>Whether its personal values were encrypted; it is saved after that only.</summary>
    internal bool Protected { get; set; }

    /// <summary>The same, not saved yet.</summary>
    internal AuditRecord Copy() =>
        new()
        {
            OperationId = OperationId,
            At = At,
            PersonId = PersonId,
            PersonName = PersonName,
            Action = Action,
            EntityType = EntityType,
            EntityId = EntityId,
            Summary = Summary,
            Before = Before,
            After = After,
        };
}
