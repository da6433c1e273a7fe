using Metiva.Domain.Memberships;

namespace Metiva.Tests.Support;

/// <summary>A person whom the server knows.</summary>
public sealed record ServerPerson(PersonId Id, string Name);

/// <summary>A session and its cookie.</summary>
public sealed record SignedIn(ServerPerson Person, SessionId Session, string CookieName, string CookieValue);
