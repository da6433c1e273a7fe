using Metiva.Domain.Shared;

namespace Metiva.Tenancy.Lifecycle.Moves;

/// <summary>The agency runs the control plane, and cannot watch over its own move.</summary>
public sealed record AgencyCannotBeMoved()
    : Error("moves.agency", "The agency itself cannot be moved from here: while it moves, nobody could watch over it.");

/// <summary>One move at a time.</summary>
public sealed record MoveUnderWay() : Error("moves.under-way", "This company is being moved already.");

/// <summary>A move takes the logins along, so their passwords have to stay what they are meanwhile.</summary>
public sealed record MoveDuringRotation()
    : Error(
        "moves.rotation-under-way",
        "The password of this company's database login is being replaced. Ask for the move when that is finished."
    );

/// <summary>Only an active company on the newest schema can be moved.</summary>
public sealed record MoveNeedsActive()
    : Error("moves.needs-active", "Only a company that is active and has the newest schema can be moved. Resume or update it first.");

/// <summary>It is there already.</summary>
public sealed record MoveToSameServer() : Error("moves.same-server", "The company is on that server already.");

/// <summary>After the switch the company lives on the new server.</summary>
public sealed record MoveTooLate()
    : Error("moves.too-late", "The company is served from its new server already, so there is nothing left to give up.");

/// <summary>There is nothing to try again.</summary>
public sealed record MoveNotStopped() : Error("moves.not-stopped", "This move has not stopped, so there is nothing to try again.");

/// <summary>Only what cannot be dropped is left behind.</summary>
public sealed record MoveNotStuck()
    : Error(
        "moves.not-stuck",
        "A database is left behind only after the switch, or after the move was given up, and when it could not be dropped. Before that, give the move up."
    );
