using Metiva.Domain.Companies;

namespace Metiva.Tenancy.ControlPlane;

/// <summary>
/// How far a company's audit log went when it was last looked at. It lies outside of the company's database, so whoever can change that
/// one as a whole cannot take back what was said here.
/// </summary>
public sealed class AuditHeadRow
{
    /// <summary>Whose log.</summary>
    public required CompanyId CompanyId { get; init; }

    /// <summary>The place of the last record.</summary>
    public required long Sequence { get; set; }

    /// <summary>That record's seal, in lower-case hexadecimal digits.</summary>
    public required string Hash { get; set; }

    /// <summary>When it was written down here.</summary>
    public required DateTimeOffset AnchoredAt { get; set; }

    /// <summary>The installation's signature over the company and all of the above, base64.</summary>
    public required string Signature { get; set; }
}
