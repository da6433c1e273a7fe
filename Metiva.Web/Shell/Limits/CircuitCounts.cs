using System.Collections.Concurrent;
using Metiva.Tenancy.Binding;
using Microsoft.Extensions.Options;

namespace Metiva.Web.Shell.Limits;

/// <summary>How many live circuits each person and each company has in this process, those that may still reconnect included.</summary>
internal sealed class CircuitCounts(IOptions<LimitOptions> limits)
{
    private readonly ConcurrentDictionary<string, (Guid Person, Guid Company)> circuits = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, int> people = new();
    private readonly ConcurrentDictionary<Guid, int> companies = new();

    /// <summary>Whether this person, or all people of the company together, have as many as they may.</summary>
    internal bool IsFull(TenantContext tenant) =>
        people.GetValueOrDefault(tenant.PersonId.Value) >= limits.Value.PersonCircuits
        || companies.GetValueOrDefault(tenant.CompanyId.Value) >= limits.Value.CompanyCircuits;

    /// <summary>Counts a circuit until it is taken away.</summary>
    internal void Add(string circuit, TenantContext tenant)
    {
        var (person, company) = (tenant.PersonId.Value, tenant.CompanyId.Value);
        if (circuits.TryAdd(circuit, (person, company)))
        {
            people.AddOrUpdate(person, 1, static (_, count) => count + 1);
            companies.AddOrUpdate(company, 1, static (_, count) => count + 1);
        }
    }

    /// <summary>Counts it no more; one that was never counted is no error.</summary>
    internal void Remove(string circuit)
    {
        if (circuits.TryRemove(circuit, out var owner))
        {
            Lower(people, owner.Person);
            Lower(companies, owner.Company);
        }
    }

    private static void Lower(ConcurrentDictionary<Guid, int> counts, Guid key)
    {
        if (counts.AddOrUpdate(key, 0, static (_, count) => count - 1) <= 0)
        {
            // Only if nobody has come meanwhile.
            counts.TryRemove(KeyValuePair.Create(key, 0));
        }
    }
}
