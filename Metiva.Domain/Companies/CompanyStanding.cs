using Metiva.Domain.Shared;

namespace Metiva.Domain.Companies;

/// <summary>Rules of putting a company on hold.</summary>
public static class CompanyStanding
{
    /// <summary>The longest reason.</summary>
    public const int ReasonLength = 400;

    /// <summary>Refuses a reason that is missing or too long; null when it is fine.</summary>
    public static Error? CheckReason(string? reason) => Limits.Check("reason", reason, ReasonLength);

    /// <summary>Whether a company may move to this state; null when it may.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="from">The state now.</param>
    /// <param name="to"><see cref="CompanyState.Suspended"/> or <see cref="CompanyState.Active"/>.</param>
    /// <param name="reason">Why; the company reads it in its own audit.</param>
    public static Error? Change(CompanyKind kind, CompanyState from, CompanyState to, string? reason) =>
        kind == CompanyKind.Agency ? new AgencyCannotBeSuspended()
        : CheckReason(reason) is { } wrong ? wrong
        : (from, to) switch
        {
            (CompanyState.Active, CompanyState.Suspended) or (CompanyState.Suspended, CompanyState.Active) => null,
            (_, CompanyState.Suspended) => new CompanyNotActive(),
            _ => new CompanyNotSuspended(),
        };

    /// <summary>Whether a company may be erased; null when it may, or when that has begun already.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="state">The state now.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="said">What whoever asks for it calls it: word for word, so that no other id is meant.</param>
    /// <param name="reason">Why; it stays in the registry.</param>
    public static Error? Erase(CompanyKind kind, CompanyState state, string name, string? said, string? reason) =>
        kind == CompanyKind.Agency ? new AgencyCannotBeErased()
        : !string.Equals(name, said, StringComparison.Ordinal) ? new ErasureNamesAnother()
        : CheckReason(reason) is { } wrong ? wrong
        : state is CompanyState.Suspended or CompanyState.Closing ? null
        : new ErasureNeedsSuspended();
}

/// <summary>The agency runs the control plane; on hold, nobody could resume it.</summary>
public sealed record AgencyCannotBeSuspended()
    : Error("companies.agency-cannot-be-suspended", "The agency itself cannot be suspended: nobody could resume it.");

/// <summary>Only an active company can be suspended.</summary>
public sealed record CompanyNotActive() : Error("companies.not-active", "This company is not active, so it cannot be suspended.");

/// <summary>Only a suspended company can be resumed.</summary>
public sealed record CompanyNotSuspended()
    : Error("companies.not-suspended", "This company is not suspended, so there is nothing to resume.");

/// <summary>The agency runs the control plane; without it nobody could.</summary>
public sealed record AgencyCannotBeErased()
    : Error("companies.agency-cannot-be-erased", "The agency itself cannot be erased: it runs this installation.");

/// <summary>Only a company that is on hold is erased, so that nobody is at work there and somebody has thought twice.</summary>
public sealed record ErasureNeedsSuspended()
    : Error("companies.erasure-needs-suspended", "Only a suspended company can be erased. Suspend it first.");

/// <summary>The name does not belong to the id.</summary>
public sealed record ErasureNamesAnother()
    : Error("companies.erasure-names-another", "The company with this id has another name. Give its name word for word.");
