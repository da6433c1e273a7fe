using Metiva.Domain.Shared;

namespace Metiva.Domain.Projects;

/// <summary>A delivered or stopped project does not change.</summary>
public sealed record ProjectClosed() : Error("projects.closed", "This project is completed or cancelled. Reopen it to change it.");

/// <summary>Only an internal project has no account.</summary>
public sealed record ProjectNeedsAccount()
    : Error("projects.account-required", "Choose the account that the project is for; only internal projects have none.");

/// <summary>An internal project is not shown to a client.</summary>
public sealed record InternalProjectStaysInside() : Error("projects.internal", "An internal project cannot be shown to the client.");
