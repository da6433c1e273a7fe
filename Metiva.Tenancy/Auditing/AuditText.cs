using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.CompanyData;

namespace Metiva.Tenancy.Auditing;

/// <summary>Texts as an audit record can hold them.</summary>
internal static class AuditText
{
    /// <summary>A summary that fits its column. One that still holds personal values is cut when they have become references.</summary>
    internal static string Cut(string summary)
    {
        if (summary.Length <= AuditRecord.SummaryLength || Personal.In(summary).Any())
        {
            return summary;
        }

        // Half a reference would be read by nobody.
        var end = AuditRecord.SummaryLength - 1;
        var open = summary.LastIndexOf("{#", end - 1, StringComparison.Ordinal);
        return summary[..(open >= 0 && summary.IndexOf('}', open) >= end ? open : end)] + "…";
    }
}
