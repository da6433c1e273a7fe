using Metiva.Domain.Accounts;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;

namespace Metiva.Domain.Projects;

/// <summary>What people enter about a project.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">How it is paid for.</param>
/// <param name="Description">What it is about, as the client may read it.</param>
/// <param name="StartDate">When it starts.</param>
/// <param name="DueDate">When it should be done; null when it goes on.</param>
/// <param name="HoursBudgeted">The hours that were agreed; never negative.</param>
public sealed record ProjectDetails(
    string Name,
    ProjectKind Kind,
    string? Description,
    DateOnly StartDate,
    DateOnly? DueDate,
    Quantity HoursBudgeted
);

/// <summary>A project, with its milestones and hours.</summary>
public sealed class Project
{
    private readonly List<Milestone> milestones = [];

    private Project() { }

    /// <summary>Its key.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whom it is for; null for an internal project.</summary>
    public Guid? AccountId { get; private set; }

    /// <summary>What it is called.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How it is paid for.</summary>
    public ProjectKind Kind { get; private set; }

    /// <summary>Where it is in its life.</summary>
    public ProjectState State { get; private set; }

    /// <summary>What it is about, as the client may read it.</summary>
    public string? Description { get; private set; }

    /// <summary>When it starts.</summary>
    public DateOnly StartDate { get; private set; }

    /// <summary>When it should be done; null when it goes on.</summary>
    public DateOnly? DueDate { get; private set; }

    /// <summary>The hours that were agreed.</summary>
    public Quantity HoursBudgeted { get; private set; }

    /// <summary>The hours that were spent.</summary>
    public Quantity HoursUsed { get; private set; }

    /// <summary>Since when the client sees it; null while they do not.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Who entered it.</summary>
    public PersonId CreatedBy { get; private set; }

    /// <summary>Who leads it.</summary>
    public PersonId? AssignedTo { get; private set; }

    /// <summary>When it was entered.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Concurrency token; every change adds one.</summary>
    public long Version { get; private set; }

    /// <summary>The milestones, in order.</summary>
    public IReadOnlyList<Milestone> Milestones => [.. milestones.OrderBy(milestone => milestone.Position)];

    /// <summary>Enters a project. Without an account it must be internal.</summary>
    public static Result<Project> Create(Account? account, ProjectDetails details, Actor by, DateTimeOffset at)
    {
        if (account is null != (details.Kind == ProjectKind.Internal))
        {
            return new ProjectNeedsAccount();
        }

        var project = new Project
        {
            Id = Guid.CreateVersion7(at),
            AccountId = account?.Id,
            Kind = details.Kind,
            State = ProjectState.Planned,
            CreatedBy = by.Id,
            CreatedAt = at,
        };
        var changed = project.Change(details);
        return changed.Ok ? project : changed.Error!;
    }

    /// <summary>Replaces the details. A project stays internal, or stays for its account.</summary>
    public Result Change(ProjectDetails details)
    {
        var refusal =
            (IsClosed ? new ProjectClosed() : null)
            ?? ((details.Kind == ProjectKind.Internal) != (AccountId is null) ? new ProjectNeedsAccount() : null)
            ?? Limits.Check(nameof(Name), details.Name, Limits.Name)
            ?? Limits.Check(nameof(Description), details.Description, Limits.Description, required: false)
            ?? (details.DueDate < details.StartDate ? new InvalidField(nameof(DueDate), "range") : null)
            ?? (details.HoursBudgeted.Value is < 0 or > 1_000_000 ? new InvalidField(nameof(HoursBudgeted), "range") : null);
        if (refusal is not null)
        {
            return refusal;
        }

        Name = details.Name.Trim();
        Kind = details.Kind;
        Description = Limits.Clean(details.Description);
        StartDate = details.StartDate;
        DueDate = details.DueDate;
        HoursBudgeted = details.HoursBudgeted;
        Version++;
        return Result.Done;
    }

    /// <summary>Hands it to somebody, or to nobody.</summary>
    public void AssignTo(PersonId? person)
    {
        AssignedTo = person;
        Version++;
    }

    /// <summary>Moves it to another state; a closed one can be reopened this way.</summary>
    public void MoveTo(ProjectState state)
    {
        State = state;
        Version++;
    }

    /// <summary>Shows it to the client. Showing it again changes nothing.</summary>
    public Result Publish(DateTimeOffset at)
    {
        if (Kind == ProjectKind.Internal)
        {
            return new InternalProjectStaysInside();
        }

        PublishedAt ??= at;
        Version++;
        return Result.Done;
    }

    /// <summary>Books hours on it.</summary>
    public Result Spend(Quantity hours)
    {
        Error? refusal =
            IsClosed ? new ProjectClosed()
            : hours.Value is <= 0 or > 1_000_000 ? new InvalidField(nameof(HoursUsed), "range")
            : null;
        if (refusal is not null)
        {
            return refusal;
        }

        HoursUsed = Quantity.Of(HoursUsed.Value + hours.Value);
        Version++;
        return Result.Done;
    }

    /// <summary>Adds a milestone at the end. Load the milestones first.</summary>
    public Result<Milestone> AddMilestone(string name, DateOnly? dueDate)
    {
        if ((IsClosed ? new ProjectClosed() : Limits.Check(nameof(Name), name, Limits.Name)) is { } refusal)
        {
            return refusal;
        }

        var milestone = new Milestone(milestones.Count + 1, name.Trim(), dueDate);
        milestones.Add(milestone);
        Version++;
        return milestone;
    }

    /// <summary>Marks a milestone as reached, or as not reached (null). Load the milestones first.</summary>
    public Result Reach(Guid milestoneId, DateOnly? on)
    {
        var milestone = milestones.Find(candidate => candidate.Id == milestoneId);
        if (milestone is null)
        {
            return new NotFound();
        }

        milestone.CompletedOn = on;
        Version++;
        return Result.Done;
    }

    private bool IsClosed => State is ProjectState.Completed or ProjectState.Cancelled;
}
