using Metiva.Domain.Plans;
using Metiva.Domain.Shared;

namespace Metiva.Domain.Servers;

/// <summary>A server as it stands for one company that is, or wants to be, on it.</summary>
/// <param name="Engine">Which engine runs there.</param>
/// <param name="Region">Where its data stays.</param>
/// <param name="IsOpen">Whether it takes companies.</param>
/// <param name="HoldsOthers">Whether any other company is there, or on its way to or from there.</param>
/// <param name="HoldsDedicated">Whether one of those others has a server to itself.</param>
public sealed record ServerStanding(string Engine, string Region, bool IsOpen, bool HoldsOthers, bool HoldsDedicated);

/// <summary>Which company may stand on which server.</summary>
public static class Placement
{
    /// <summary>Whether a company with this plan may be put there; null when it may.</summary>
    /// <param name="engine">The engine of this installation.</param>
    /// <param name="plan">What the company has booked.</param>
    /// <param name="server">The server; null when there is none by that name.</param>
    public static Error? Put(string engine, Plan plan, ServerStanding? server) =>
        server is null ? new ServerUnknown()
        : server.Engine != engine ? new ServerOfAnotherEngine(server.Engine)
        : !server.IsOpen ? new ServerClosed()
        : Share(plan, server);

    /// <summary>Whether the plan fits the server that the company is on already; null when it does.</summary>
    public static Error? Share(Plan plan, ServerStanding server) =>
        server.HoldsDedicated ? new ServerIsDedicated()
        : plan == Plan.Dedicated && server.HoldsOthers ? new ServerHoldsOthers()
        : null;

    /// <summary>Whether the data may be put there: another region, and one outside the EU, each has to be decided on and said.</summary>
    /// <param name="from">Where the data is; null when there is none yet.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="decision">What was decided.</param>
    public static Error? Cross(string? from, string to, RegionDecision decision) =>
        from is not null && !string.Equals(from, to, StringComparison.OrdinalIgnoreCase) && !decision.Changes ? new RegionNotKept(from, to)
        : !Regions.IsInEu(to) && !decision.OutsideEu ? new RegionOutsideEu(to)
        : null;
}

/// <summary>What somebody decided about where data stays; it is written down with what they did.</summary>
/// <param name="Changes">The region becomes another one.</param>
/// <param name="OutsideEu">The data stands outside the EU afterwards.</param>
public sealed record RegionDecision(bool Changes = false, bool OutsideEu = false)
{
    /// <summary>Nothing was decided: the region stays what it is, inside the EU.</summary>
    public static RegionDecision None { get; } = new();
}
