using System.Collections.Concurrent;
using Metiva.Domain.Companies;

namespace Metiva.Tenancy.Auditing.Chain;

/// <summary>Whose databases were written to by this process since their logs were last anchored.</summary>
internal sealed class GrownLogs
{
    private readonly ConcurrentDictionary<CompanyId, bool> grown = new();

    /// <summary>Notes companies.</summary>
    internal void Note(params IEnumerable<CompanyId> companies)
    {
        foreach (var company in companies)
        {
            grown[company] = true;
        }
    }

    /// <summary>Takes them all; what is written from now on is noted anew.</summary>
    internal List<CompanyId> Take() => [.. grown.Keys.Where(company => grown.TryRemove(company, out _))];
}
