using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.ControlPlane;

/// <summary>A company in the registry.</summary>
public sealed class CompanyRow : IAnnounced
{
    /// <summary>Key.</summary>
    public required CompanyId Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; set; }

    /// <summary>Agency or client.</summary>
    public required CompanyKind Kind { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required CompanyState State { get; set; }

    /// <summary>Why it is in that state, in the words of whoever put it there.</summary>
    public string? StateReason { get; set; }

    /// <summary>The server's name.</summary>
    public required string Server { get; set; }

    /// <summary>The database on that server.</summary>
    public required string Database { get; set; }

    /// <summary>How many migrations the database has.</summary>
    public required int SchemaVersion { get; set; }

    /// <summary>What it has booked.</summary>
    public Plan Plan { get; set; } = Plan.Standard;

    /// <summary>Which of its two runtime logins is in use.</summary>
    public LoginSlot Login { get; set; } = LoginSlot.A;

    /// <summary>When the login in use got its password; null on an engine without logins.</summary>
    public DateTimeOffset? CredentialAt { get; set; }

    /// <summary>How often its settings were changed, so that every node reads them again; the settings themselves are its own.</summary>
    public long SettingsVersion { get; set; }

    /// <summary>After how many minutes without use a session at this company ends; null is what the installation allows.</summary>
    public int? SessionIdleMinutes { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When somebody last used it; written once a minute.</summary>
    public DateTimeOffset? LastActivityAt { get; set; }

    /// <summary>Counts changes, so that two people cannot overwrite each other.</summary>
    public long Version { get; set; }

    ChangeKey IAnnounced.ChangeKey => new(ChangeKind.Company, Id.Value);
}

/// <summary>A company's suspension or resumption on its way, in the same steps as a <see cref="MembershipChangeRow"/>.</summary>
public sealed class CompanyStateChangeRow : IPendingChange
{
    /// <summary>Key; also the id of the audit record.</summary>
    public required Guid Id { get; init; }

    /// <summary>Which company.</summary>
    public required CompanyId CompanyId { get; init; }

    /// <summary>The state afterwards.</summary>
    public required CompanyState State { get; init; }

    /// <summary>Why, in the words of whoever asked for it.</summary>
    public required string Reason { get; init; }

    /// <summary>Who asked for it.</summary>
    public required PersonId RequestedBy { get; init; }

    /// <summary>The name at that time.</summary>
    public required string RequestedByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What agency staff did to the registry.</summary>
public sealed class ControlAuditRow
{
    /// <summary>Order; given by the database.</summary>
    public long Sequence { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who; null when the installation did it by itself.</summary>
    public PersonId? PersonId { get; init; }

    /// <summary>The name at that time.</summary>
    public required string PersonName { get; init; }

    /// <summary>Dotted name of the act.</summary>
    public required string Action { get; init; }

    /// <summary>Which company it was about.</summary>
    public CompanyId? CompanyId { get; init; }

    /// <summary>What was done, without any business value.</summary>
    public required string Summary { get; init; }
}
