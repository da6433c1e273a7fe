using Metiva.Tenancy.CompanyData;

namespace Metiva.Tenancy.Auditing;

/// <summary>Texts as an audit record can hold them.</summary>
internal static class AuditText
{
    /// <summary>A summary that fits its column.</summary>
    internal static string Cut(string summary) =>
        summary.Length <= AuditRecord.SummaryLength ? summary : summary[..(AuditRecord.SummaryLength - 1)] + "…";
}
