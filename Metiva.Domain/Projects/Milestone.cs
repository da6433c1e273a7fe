namespace Metiva.Domain.Projects;

/// <summary>A point that a project has to reach.</summary>
public sealed class Milestone
{
    private Milestone() { }

    internal Milestone(int position, string name, DateOnly? dueDate)
    {
        Id = Guid.NewGuid();
        Position = position;
        Name = name;
        DueDate = dueDate;
    }

    /// <summary>Its key.</summary>
    public Guid Id { get; private set; }

    /// <summary>Its place in the project, from 1.</summary>
    public int Position { get; private set; }

    /// <summary>What is to be reached.</summary>
    public string Name { get; private set; } = "";

    /// <summary>When it should be reached.</summary>
    public DateOnly? DueDate { get; private set; }

    /// <summary>When it was reached; null before.</summary>
    public DateOnly? CompletedOn { get; internal set; }
}
