using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Plans;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.Catalog;

// The registry's rows as the feed reads them. Choices come as the words that were written: a build may meet one that it does not know.

internal sealed record Announced
{
    public long Version { get; init; }
    public ChangeKind Kind { get; init; }
    public Guid Key { get; init; }
}

internal sealed record CompanyRecord
{
    public CompanyId Id { get; init; }
    public string Name { get; init; } = "";
    public string Kind { get; init; } = "";
    public string State { get; init; } = "";
    public string Server { get; init; } = "";
    public string Database { get; init; } = "";
    public int SchemaVersion { get; init; }
    public string Plan { get; init; } = "";
    public string Login { get; init; } = "";
    public long SettingsVersion { get; init; }
    public int? SessionIdleMinutes { get; init; }

    public CatalogEntry? ToEntry() =>
        Words.TryRead<CompanyKind>(Kind, out var kind)
        && Words.TryRead<CompanyState>(State, out var state)
        && Words.TryRead<Plan>(Plan, out var plan)
        && Words.TryRead<LoginSlot>(Login, out var login)
            ? new(Id, Name, kind, state, Server, Database, SchemaVersion, plan, login, SettingsVersion, SessionIdleMinutes)
            : null;
}

internal sealed record FeatureRecord
{
    public CompanyId CompanyId { get; init; }
    public string Name { get; init; } = "";
    public bool IsOn { get; init; }
}

internal sealed record ServerRecord
{
    public string Name { get; init; } = "";
    public string Engine { get; init; } = "";
    public string Region { get; init; } = "";
    public string Address { get; init; } = "";
    public string State { get; init; } = "";

    public ServerEntry? ToEntry() => Words.TryRead<ServerState>(State, out var state) ? new(Name, Engine, Region, Address, state) : null;
}

internal sealed record MemberRecord
{
    public PersonId PersonId { get; init; }
    public CompanyId CompanyId { get; init; }
    public string PersonName { get; init; } = "";
    public string Roles { get; init; } = "";

    public MemberEntry? ToEntry() => RoleSet.TryParse(Roles, out var roles) ? new(PersonId, CompanyId, PersonName, roles) : null;
}

internal sealed record PersonRecord
{
    public PersonId Id { get; init; }
    public string Issuer { get; init; } = "";
    public string Subject { get; init; } = "";
    public CompanyId? Chosen { get; init; }
    public DateTimeOffset? ChosenUntil { get; init; }

    public PersonEntry ToEntry() => new(Id, Issuer, Subject, Chosen, ChosenUntil);
}

internal sealed record SessionRecord
{
    public SessionId Id { get; init; }
    public PersonId PersonId { get; init; }
    public CompanyId? CompanyId { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset LastSeenAt { get; init; }

    public SessionEntry ToEntry() => new(Id, PersonId, CompanyId, ExpiresAt, LastSeenAt);
}

internal static class Words
{
    // By name only: a number is not how a choice is written.
    public static bool TryRead<TEnum>(string text, out TEnum value)
        where TEnum : struct, Enum =>
        Enum.TryParse(text, ignoreCase: false, out value) && Enum.IsDefined(value) && value.ToString() == text;
}
