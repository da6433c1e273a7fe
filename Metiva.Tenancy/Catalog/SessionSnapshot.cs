using System.Collections.Concurrent;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.Catalog;

/// <summary>One live sign-in. Only the moment it was last used moves.</summary>
public sealed class SessionEntry(SessionId id, PersonId person, CompanyId? company, DateTimeOffset expiresAt, DateTimeOffset lastSeenAt)
{
    private long lastSeen = lastSeenAt.ToUnixTimeMilliseconds();

    /// <summary>The session's key.</summary>
    public SessionId Id => id;

    /// <summary>Whose it is.</summary>
    public PersonId PersonId => person;

    /// <summary>The company its token named; null while none was chosen.</summary>
    public CompanyId? CompanyId => company;

    /// <summary>When it ends whatever happens.</summary>
    public DateTimeOffset ExpiresAt => expiresAt;

    /// <summary>When it was last used, as far as this node knows.</summary>
    public DateTimeOffset LastSeenAt => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Read(ref lastSeen));

    internal void Seen(DateTimeOffset at)
    {
        var milliseconds = at.ToUnixTimeMilliseconds();
        var known = Interlocked.Read(ref lastSeen);
        while (milliseconds > known)
        {
            var before = Interlocked.CompareExchange(ref lastSeen, milliseconds, known);
            if (before == known)
            {
                return;
            }

            known = before;
        }
    }
}

/// <summary>The live sessions in memory.</summary>
public sealed class SessionSnapshot(TimeProvider time, TenancyOptions options, CatalogSnapshot catalog)
{
    private readonly ConcurrentDictionary<SessionId, SessionEntry> sessions = new();

    /// <summary>The sessions, in no order.</summary>
    public IEnumerable<SessionEntry> Entries => sessions.Select(pair => pair.Value);

    /// <summary>The session, or null when it ended. Allocates nothing.</summary>
    public SessionEntry? Find(SessionId id) => sessions.TryGetValue(id, out var session) ? session : null;

    /// <summary>Whether the session lives, and is this person's at this company. Allocates nothing.</summary>
    public bool IsLive(SessionId id, PersonId person, CompanyId? company) =>
        Find(id) is { } session && session.PersonId == person && session.CompanyId == company && IsLive(session);

    /// <summary>Whether it has run out neither absolutely nor by lying idle.</summary>
    public bool IsLive(SessionEntry session)
    {
        var now = time.GetUtcNow();
        return now < session.ExpiresAt && now < session.LastSeenAt + IdleAt(session.CompanyId);
    }

    /// <summary>After how long without use a session at this company ends: what the installation allows, or less where the company says so.</summary>
    public TimeSpan IdleAt(CompanyId? company) =>
        company is { } id
        && catalog.Find(id)?.SessionIdleMinutes is { } minutes
        && TimeSpan.FromMinutes(minutes) is var own
        && own < options.SessionIdle
            ? own
            : options.SessionIdle;

    /// <summary>
    /// Notes that the session is in use now. It is written down later, many at once. One that ran out stays so: what arrives
    /// after that does not bring it back.
    /// </summary>
    public void Touch(SessionId id)
    {
        if (Find(id) is { } session && IsLive(session))
        {
            session.Seen(time.GetUtcNow());
        }
    }

    internal void Set(SessionEntry entry)
    {
        // A node that saw the session last knows more than the row does.
        if (Find(entry.Id) is { } known)
        {
            entry.Seen(known.LastSeenAt);
        }

        sessions[entry.Id] = entry;
    }

    /// <summary>Drops what has run out for good, so that memory holds live sessions only.</summary>
    internal void DropExpired()
    {
        var now = time.GetUtcNow();
        foreach (var (id, session) in sessions)
        {
            if (session.ExpiresAt <= now)
            {
                Remove(id);
            }
        }
    }

    internal void Remove(SessionId id) => sessions.TryRemove(id, out _);

    internal void Replace(IReadOnlyCollection<SessionEntry> all)
    {
        var kept = all.Select(entry => entry.Id).ToHashSet();
        foreach (var entry in all)
        {
            Set(entry);
        }

        foreach (var gone in sessions.Keys.Where(id => !kept.Contains(id)))
        {
            Remove(gone);
        }
    }
}
