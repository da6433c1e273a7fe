using Microsoft.Extensions.Options;

namespace Metiva.Web.Shell.Limits;

/// <summary>
/// How many circuits each person and each company has in this process, those that may still reconnect included. A circuit's place is
/// taken before it begins, and nobody takes the last one twice.
/// </summary>
internal sealed class CircuitCounts(IOptions<LimitOptions> limits)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, int> people = [];
    private readonly Dictionary<Guid, int> companies = [];
    private long refused;

    /// <summary>How many places are taken.</summary>
    internal int Taken
    {
        get
        {
            lock (gate)
            {
                return people.Values.Sum();
            }
        }
    }

    /// <summary>How many circuits found none since the process started.</summary>
    internal long Refused => Interlocked.Read(ref refused);

    /// <summary>Whether this person, or all people of the company together, have as many as they may.</summary>
    internal bool IsFull(Guid person, Guid? company)
    {
        lock (gate)
        {
            return people.GetValueOrDefault(person) >= limits.Value.PersonCircuits
                || (company is { } id && companies.GetValueOrDefault(id) >= limits.Value.CompanyCircuits);
        }
    }

    /// <summary>Takes a place until it is disposed; null when there is none.</summary>
    internal CircuitPlace? TryTake(Guid person, Guid? company)
    {
        lock (gate)
        {
            if (IsFull(person, company))
            {
                refused++;
                return null;
            }

            people[person] = people.GetValueOrDefault(person) + 1;
            if (company is { } id)
            {
                companies[id] = companies.GetValueOrDefault(id) + 1;
            }

            return new CircuitPlace(() => GiveBack(person, company));
        }
    }

    private void GiveBack(Guid person, Guid? company)
    {
        lock (gate)
        {
            Lower(people, person);
            if (company is { } id)
            {
                Lower(companies, id);
            }
        }
    }

    private static void Lower(Dictionary<Guid, int> counts, Guid key)
    {
        if (--counts[key] == 0)
        {
            counts.Remove(key);
        }
    }
}

/// <summary>The place of one circuit. It is given back once, however often that is said.</summary>
internal sealed class CircuitPlace(Action giveBack) : IDisposable
{
    private Action? giveBack = giveBack;

    public void Dispose() => Interlocked.Exchange(ref giveBack, null)?.Invoke();
}
