using System.Collections.Concurrent;
using System.Collections.Immutable;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.Catalog;

/// <summary>One person's roles at one company.</summary>
public sealed record MemberEntry(PersonId PersonId, CompanyId CompanyId, string PersonName, RoleSet Roles);

/// <summary>The memberships in memory.</summary>
public sealed class MembershipSnapshot
{
    private readonly ConcurrentDictionary<PersonId, ImmutableArray<MemberEntry>> byPerson = new();
    private readonly ConcurrentDictionary<CompanyId, int> counts = new();

    /// <summary>The membership, or null. Allocates nothing.</summary>
    public MemberEntry? Find(PersonId person, CompanyId company)
    {
        foreach (var member in Of(person))
        {
            if (member.CompanyId == company)
            {
                return member;
            }
        }

        return null;
    }

    /// <summary>Everything this person is a member of.</summary>
    public ImmutableArray<MemberEntry> Of(PersonId person) => byPerson.TryGetValue(person, out var entries) ? entries : [];

    /// <summary>Every member of this company; looks at all people, so not for every click.</summary>
    internal IEnumerable<MemberEntry> At(CompanyId company) =>
        byPerson.SelectMany(person => person.Value).Where(member => member.CompanyId == company);

    /// <summary>How many members the company has. Allocates nothing.</summary>
    public int CountOf(CompanyId company) => counts.GetValueOrDefault(company);

    internal void SetPerson(PersonId person, ImmutableArray<MemberEntry> entries)
    {
        // Only the feed writes, one change after another.
        Add(Of(person), -1);
        Add(entries, 1);
        if (entries.IsEmpty)
        {
            byPerson.TryRemove(person, out _);
        }
        else
        {
            byPerson[person] = entries;
        }
    }

    internal void Replace(IEnumerable<MemberEntry> all)
    {
        var groups = all.GroupBy(member => member.PersonId).ToDictionary(group => group.Key, group => group.ToImmutableArray());
        foreach (var (person, entries) in groups)
        {
            byPerson[person] = entries;
        }

        foreach (var gone in byPerson.Keys.Where(person => !groups.ContainsKey(person)))
        {
            byPerson.TryRemove(gone, out _);
        }

        var counted = groups.Values.SelectMany(entries => entries).CountBy(member => member.CompanyId).ToDictionary();
        foreach (var company in counts.Keys.Concat(counted.Keys).Distinct().ToList())
        {
            counts[company] = counted.GetValueOrDefault(company);
        }
    }

    private void Add(ImmutableArray<MemberEntry> entries, int number)
    {
        foreach (var entry in entries)
        {
            counts.AddOrUpdate(entry.CompanyId, number, (_, before) => before + number);
        }
    }
}
