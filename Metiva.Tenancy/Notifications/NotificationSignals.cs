using System.Collections.Concurrent;
using System.Collections.Immutable;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Binding;

namespace Metiva.Tenancy.Notifications;

/// <summary>
/// Wakes the open pages of a person when something about their notifications changed. It carries nothing but that: whoever is woken reads
/// for themselves, through their own frozen context.
/// </summary>
public sealed class NotificationSignals
{
    private readonly ConcurrentDictionary<(CompanyId Company, PersonId Person), ImmutableList<Action>> listeners = new();

    /// <summary>Calls <paramref name="wake"/>, on any thread, until the answer is disposed.</summary>
    public IDisposable Listen(TenantContext tenant, Action wake)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var key = (tenant.CompanyId, tenant.PersonId);

        // Each has a delegate of its own, so that taking one away never takes another's.
        Action own = () => wake();
        listeners.AddOrUpdate(key, [own], (_, others) => others.Add(own));
        return new Listener(this, key, own);
    }

    /// <summary>Wakes this person's other pages, after they changed something themselves.</summary>
    public void Wake(TenantContext tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        Wake(tenant.CompanyId, [tenant.PersonId]);
    }

    /// <summary>The companies with somebody who listens on this node.</summary>
    internal IReadOnlyCollection<CompanyId> Companies => [.. listeners.Keys.Select(key => key.Company).Distinct()];

    internal void Wake(CompanyId company, IEnumerable<PersonId> people)
    {
        foreach (var wake in people.Distinct().SelectMany(person => listeners.GetValueOrDefault((company, person)) ?? []))
        {
            wake();
        }
    }

    private void Remove((CompanyId, PersonId) key, Action own)
    {
        while (listeners.TryGetValue(key, out var there))
        {
            var left = there.Remove(own);
            if (
                left.IsEmpty
                    ? ((ICollection<KeyValuePair<(CompanyId, PersonId), ImmutableList<Action>>>)listeners).Remove(new(key, there))
                    : listeners.TryUpdate(key, left, there)
            )
            {
                return;
            }
        }
    }

    private sealed class Listener(NotificationSignals signals, (CompanyId, PersonId) key, Action own) : IDisposable
    {
        public void Dispose() => signals.Remove(key, own);
    }
}
