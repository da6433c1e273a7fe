using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Sessions;

/// <summary>What a verified token said, and where the sign-in came from.</summary>
/// <param name="Issuer">The token's issuer.</param>
/// <param name="Subject">The subject there; for Entra ID tenant and object id.</param>
/// <param name="Name">Display name.</param>
/// <param name="Email">Mail address for showing; identifies nobody.</param>
/// <param name="CompanyId">The verified company claim; null when the token named none.</param>
/// <param name="Sid">The issuer's name for its session.</param>
/// <param name="AuthTime">When the person proved who they are.</param>
/// <param name="UserAgent">What the browser called itself.</param>
/// <param name="Address">The remote address.</param>
public sealed record VerifiedSignIn(
    string Issuer,
    string Subject,
    string Name,
    string? Email,
    CompanyId? CompanyId,
    string? Sid,
    DateTimeOffset AuthTime,
    string? UserAgent,
    string? Address
);

/// <summary>A session that has begun, with what its person chose for themselves.</summary>
public sealed record StartedSession(SessionId Id, PersonId PersonId, string? Language, string? Theme, DateTimeOffset ExpiresAt);

/// <summary>A session as its own person sees it.</summary>
public sealed record OwnSession(
    SessionId Id,
    CompanyId? CompanyId,
    string? CompanyName,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset ExpiresAt,
    string? UserAgent,
    string? Address
);

/// <summary>Begins and ends sessions. Each is a row in the control plane that every node knows of within two seconds.</summary>
public sealed class SignInSessions(ControlPlaneDatabase controlPlane, Snapshots snapshots, TimeProvider time, TenancyOptions options)
{
    /// <summary>Begins a session for the person that the token names, who is added when new. Ends the one it replaces.</summary>
    public async Task<StartedSession> StartAsync(VerifiedSignIn signIn, SessionId? replaces, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var result = await controlPlane.WriteAsync<StartedSession>(
            async (context, token) =>
            {
                var person = await context.People.SingleOrDefaultAsync(
                    row => row.Issuer == signIn.Issuer && row.Subject == signIn.Subject,
                    token
                );
                if (person is null)
                {
                    person = new PersonRow
                    {
                        Id = new PersonId(Guid.CreateVersion7(now)),
                        Issuer = signIn.Issuer,
                        Subject = signIn.Subject,
                        Name = signIn.Name,
                        CreatedAt = now,
                    };
                    context.People.Add(person);
                }

                person.Name = Cut(signIn.Name, 200)!;
                person.Email = Cut(signIn.Email, 254);
                await EndAsync(context, replaces, "switched", now, token);

                // From a random source: the id is a bearer of trust inside the encrypted cookie.
                var session = new SessionRow
                {
                    Id = new SessionId(Guid.NewGuid()),
                    PersonId = person.Id,
                    CompanyId = signIn.CompanyId,
                    Issuer = signIn.Issuer,
                    Sid = signIn.Sid,
                    AuthTime = signIn.AuthTime,
                    CreatedAt = now,
                    LastSeenAt = now,
                    ExpiresAt = now + options.SessionAbsolute,
                    UserAgent = Cut(signIn.UserAgent, 300),
                    Address = Cut(signIn.Address, 60),
                };
                context.Sessions.Add(session);
                return new StartedSession(session.Id, person.Id, person.Language, person.Theme, session.ExpiresAt);
            },
            cancellationToken
        );
        return result.Value;
    }

    /// <summary>Ends one's own session.</summary>
    public async Task<Result<SessionId>> EndOwnAsync(
        PersonContext person,
        SessionId session,
        string reason,
        CancellationToken cancellationToken
    ) =>
        await controlPlane.WriteAsync<SessionId>(
            async (context, token) =>
            {
                var row = await context.Sessions.SingleOrDefaultAsync(row => row.Id == session && row.PersonId == person.PersonId, token);
                if (row is null)
                {
                    return new NotFound();
                }

                row.EndedAt ??= time.GetUtcNow();
                row.EndReason ??= reason;
                return session;
            },
            cancellationToken
        );

    /// <summary>Ends all of one's own sessions but this one. Returns how many there were.</summary>
    public async Task<int> EndOthersAsync(PersonContext person, CancellationToken cancellationToken) =>
        (
            await controlPlane.WriteAsync<int>(
                async (context, token) =>
                {
                    var rows = await context
                        .Sessions.Where(row => row.PersonId == person.PersonId && row.Id != person.SessionId && row.EndedAt == null)
                        .ToListAsync(token);
                    foreach (var row in rows)
                    {
                        row.EndedAt = time.GetUtcNow();
                        row.EndReason = "ended-by-person";
                    }

                    return rows.Count;
                },
                cancellationToken
            )
        ).Value;

    /// <summary>Ends the sessions that an issuer calls by this name. Returns how many there were.</summary>
    public async Task<int> EndBySidAsync(string issuer, string sid, CancellationToken cancellationToken)
    {
        // Anybody may call the address behind this: only a session that there is may take the turn to write.
        var any = await controlPlane.ReadAsync(
            (context, token) => context.Sessions.AnyAsync(row => row.Issuer == issuer && row.Sid == sid && row.EndedAt == null, token),
            cancellationToken
        );
        if (!any)
        {
            return 0;
        }

        return (
            await controlPlane.WriteAsync<int>(
                async (context, token) =>
                {
                    var rows = await context
                        .Sessions.Where(row => row.Issuer == issuer && row.Sid == sid && row.EndedAt == null)
                        .ToListAsync(token);
                    foreach (var row in rows)
                    {
                        row.EndedAt = time.GetUtcNow();
                        row.EndReason = "issuer";
                    }

                    return rows.Count;
                },
                cancellationToken
            )
        ).Value;
    }

    /// <summary>One's own live sessions, the one used last first.</summary>
    public async Task<List<OwnSession>> ListOwnAsync(PersonContext person, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var idleSince = now - options.SessionIdle;
        var own = await controlPlane.ReadAsync(
            (context, token) =>
                (
                    from session in context.Sessions
                    // The name of a company only for its members: a token may have named any.
                    join member in context.Memberships
                        on new { session.PersonId, session.CompanyId } equals new
                        {
                            member.PersonId,
                            CompanyId = (CompanyId?)member.CompanyId,
                        }
                        into members
                    from member in members.DefaultIfEmpty()
                    join company in context.Companies on member.CompanyId equals company.Id into companies
                    from company in companies.DefaultIfEmpty()
                    where session.PersonId == person.PersonId && session.EndedAt == null
                    where session.ExpiresAt > now && session.LastSeenAt > idleSince
                    orderby session.LastSeenAt descending
                    select new OwnSession(
                        session.Id,
                        session.CompanyId,
                        company.Name,
                        session.CreatedAt,
                        session.LastSeenAt,
                        session.ExpiresAt,
                        session.UserAgent,
                        session.Address
                    )
                ).ToListAsync(token),
            cancellationToken
        );

        // A company may end its own sooner.
        return own.FindAll(session => session.LastSeenAt > now - snapshots.Sessions.IdleAt(session.CompanyId));
    }

    private static async Task EndAsync(
        ControlPlaneContext context,
        SessionId? session,
        string reason,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (session is null || await context.Sessions.SingleOrDefaultAsync(row => row.Id == session, cancellationToken) is not { } row)
        {
            return;
        }

        row.EndedAt ??= now;
        row.EndReason ??= reason;
    }

    private static string? Cut(string? text, int length) => text is { } && text.Length > length ? text[..length] : text;
}
