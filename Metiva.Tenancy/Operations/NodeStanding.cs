using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Jobs;

namespace Metiva.Tenancy.Operations;

/// <summary>This process as a whole.</summary>
/// <param name="FeedVersion">The version of the registry that it knows.</param>
/// <param name="FeedAge">How long ago the registry last answered; null when it never did.</param>
/// <param name="FeedMaxAge">From which age on everybody is refused.</param>
/// <param name="Connections">Connections to companies' databases that may be open.</param>
/// <param name="ConnectionBudget">How many there may be.</param>
/// <param name="Waiting">Callers that wait for one.</param>
/// <param name="Bound">How often binding succeeded since it started.</param>
/// <param name="Refusals">How often it ended otherwise, by outcome; those that never happened are left out.</param>
/// <param name="Spoofed">Requests that tried to name a company by themselves.</param>
public sealed record NodeStanding(
    long FeedVersion,
    TimeSpan? FeedAge,
    TimeSpan FeedMaxAge,
    int Connections,
    int ConnectionBudget,
    int Waiting,
    long Bound,
    IReadOnlyDictionary<BindingOutcome, long> Refusals,
    long Spoofed
);

/// <summary>One company in this process.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="Connections">Its connections.</param>
/// <param name="Bound">How often binding succeeded since the process started.</param>
/// <param name="Refused">How often somebody was refused: by binding, or by its database.</param>
/// <param name="Refusals">The same by outcome; those that never happened are left out.</param>
/// <param name="Work">Its work.</param>
public sealed record CompanyOnNode(
    CompanyId Id,
    string Name,
    CompanyState State,
    CompanyConnectionCounts Connections,
    long Bound,
    long Refused,
    IReadOnlyDictionary<BindingOutcome, long> Refusals,
    WorkCounts Work
);

/// <summary>What is under way in the registry, on whichever node.</summary>
/// <param name="Provisioning">Companies that are being made.</param>
/// <param name="Moves">Companies that are on their way to another server.</param>
/// <param name="MovesStopped">Those of them that a trouble holds up.</param>
/// <param name="Rotations">Passwords of companies' logins that are being replaced.</param>
/// <param name="RotationsStopped">Those of them that a trouble holds up.</param>
/// <param name="Changes">Changes of members and states that are announced and not yet in the company's audit.</param>
public sealed record OpenWork(int Provisioning, int Moves, int MovesStopped, int Rotations, int RotationsStopped, int Changes);

/// <summary>By what companies are sorted.</summary>
public enum StandingSort
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>Open connections.</summary>
    Open,

    /// <summary>Callers that wait.</summary>
    Waiting,

    /// <summary>Connections that were closed to make room.</summary>
    Evicted,

    /// <summary>Successful bindings.</summary>
    Bound,

    /// <summary>Refusals.</summary>
    Refused,

    /// <summary>Work that is due, runs or failed for good.</summary>
    Work,
}

/// <summary>Which companies.</summary>
public enum StandingOnly
{
    /// <summary>Those with connections.</summary>
    Connected,

    /// <summary>Those for which somebody was refused.</summary>
    Refused,
}

/// <summary>What to list.</summary>
/// <param name="Search">A part of the name; null or empty for all.</param>
/// <param name="Only">Which; null for all.</param>
/// <param name="Sort">By what.</param>
/// <param name="Descending">The other way round.</param>
/// <param name="Skip">How many to leave out.</param>
/// <param name="Take">How many at most.</param>
public sealed record StandingFilter(
    string? Search = null,
    StandingOnly? Only = null,
    StandingSort Sort = StandingSort.Name,
    bool Descending = false,
    int Skip = 0,
    int Take = 25
);
