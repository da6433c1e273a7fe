namespace Metiva.Tenancy.CompanyData;

/// <summary>
/// Ties an <see cref="AuditRecord"/> to the one before it: a SHA-256 over the seal before and the record. It goes in with the record, in
/// the same transaction, and the database refuses to change or delete it.
/// </summary>
public sealed class AuditSeal
{
    /// <summary>The length of <see cref="Hash"/> in bytes.</summary>
    public const int HashLength = 32;

    /// <summary>The record's place in the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>The hash; how it is made says docs/audit.md.</summary>
    public required byte[] Hash { get; init; }
}
