using System.Collections.Concurrent;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.Catalog;

/// <summary>A person as the control plane knows them, with the company they just chose, if any.</summary>
public sealed record PersonEntry(PersonId Id, string Issuer, string Subject, CompanyId? Chosen, DateTimeOffset? ChosenUntil);

/// <summary>The people in memory, by what a token calls them.</summary>
public sealed class PeopleSnapshot
{
    private readonly ConcurrentDictionary<(string Issuer, string Subject), PersonEntry> people = new();

    /// <summary>The person, or null when they never signed in.</summary>
    public PersonEntry? Find(string issuer, string subject) => people.TryGetValue((issuer, subject), out var person) ? person : null;

    internal void Set(PersonEntry person) => people[(person.Issuer, person.Subject)] = person;

    internal void Replace(IReadOnlyCollection<PersonEntry> all)
    {
        var kept = all.Select(person => (person.Issuer, person.Subject)).ToHashSet();
        foreach (var person in all)
        {
            Set(person);
        }

        foreach (var gone in people.Keys.Where(key => !kept.Contains(key)))
        {
            people.TryRemove(gone, out _);
        }
    }
}
