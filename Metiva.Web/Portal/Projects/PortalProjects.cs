using Metiva.Domain.Projects;

namespace Metiva.Web.Portal.Projects;

/// <summary>A project in the list. How far it is, is counted in milestones; hours and costs are nobody's business here.</summary>
public sealed record PortalProjectRow
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public ProjectState State { get; init; }
    public DateOnly StartDate { get; init; }
    public DateOnly? DueDate { get; init; }
    public int Milestones { get; init; }
    public int Reached { get; init; }

    /// <summary>Whole per cent of the milestones that were reached.</summary>
    public int Progress => Milestones == 0 ? 0 : Reached * 100 / Milestones;
}

/// <summary>One page of projects, and how many there are.</summary>
public sealed record PortalProjectList(IReadOnlyList<PortalProjectRow> Rows, long Total);

/// <summary>A project with its milestones.</summary>
public sealed record PortalProject(PortalProjectHeader Header, IReadOnlyList<PortalMilestone> Milestones, DateOnly Today)
{
    public int Reached => Milestones.Count(milestone => milestone.CompletedOn is not null);

    /// <summary>Whole per cent of the milestones that were reached.</summary>
    public int Progress => Milestones.Count == 0 ? 0 : Reached * 100 / Milestones.Count;
}

public sealed record PortalProjectHeader
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public ProjectState State { get; init; }
    public string? Description { get; init; }
    public DateOnly StartDate { get; init; }
    public DateOnly? DueDate { get; init; }
}

public sealed record PortalMilestone
{
    public int Position { get; init; }
    public string Name { get; init; } = "";
    public DateOnly? DueDate { get; init; }
    public DateOnly? CompletedOn { get; init; }
}
