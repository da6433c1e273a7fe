namespace Metiva.Domain.Projects;

/// <summary>How a project is paid for.</summary>
public enum ProjectKind
{
    /// <summary>A fixed price.</summary>
    Fixed = 1,

    /// <summary>By the hour.</summary>
    TimeAndMaterial = 2,

    /// <summary>A fixed number of hours each month.</summary>
    Retainer = 3,

    /// <summary>Not paid for: for ourselves.</summary>
    Internal = 4,
}

/// <summary>Where a project is in its life.</summary>
public enum ProjectState
{
    /// <summary>Not started.</summary>
    Planned = 1,

    /// <summary>Under way.</summary>
    Active = 2,

    /// <summary>Waiting for something.</summary>
    OnHold = 3,

    /// <summary>Delivered.</summary>
    Completed = 4,

    /// <summary>Stopped for good.</summary>
    Cancelled = 5,
}
