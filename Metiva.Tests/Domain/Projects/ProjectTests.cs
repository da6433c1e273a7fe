using Metiva.Domain.Projects;
using Metiva.Domain.Shared;
using Xunit;
using static Metiva.Tests.Support.Samples;

namespace Metiva.Tests.Domain.Projects;

public sealed class ProjectTests
{
    private static readonly ProjectDetails Details = new("Webshop", ProjectKind.Fixed, null, Today, Today.AddDays(90), Quantity.Of(120));

    private readonly Project project = Project.Create(Customer(), Details, Finance, At).Value;

    [Fact]
    public void Only_an_internal_project_has_no_account()
    {
        Assert.Equal(new ProjectNeedsAccount(), Project.Create(null, Details, Finance, At).Error);
        Assert.Equal(
            new ProjectNeedsAccount(),
            Project.Create(Customer(), Details with { Kind = ProjectKind.Internal }, Finance, At).Error
        );
        Assert.Equal(new ProjectNeedsAccount(), project.Change(Details with { Kind = ProjectKind.Internal }).Error);
    }

    [Fact]
    public void An_internal_project_is_never_shown_to_a_client()
    {
        var inside = Project.Create(null, Details with { Kind = ProjectKind.Internal }, Finance, At).Value;
        Assert.Equal(new InternalProjectStaysInside(), inside.Publish(At).Error);
        Assert.Null(inside.PublishedAt);
    }

    [Fact]
    public void Showing_it_again_keeps_the_first_moment()
    {
        Must(project.Publish(At));
        Must(project.Publish(At.AddDays(1)));
        Assert.Equal(At, project.PublishedAt);
    }

    [Fact]
    public void Hours_add_up()
    {
        Must(project.Spend(Quantity.Of(1.5m)));
        Must(project.Spend(Quantity.Of(0.25m)));
        Assert.Equal(Quantity.Of(1.75m), project.HoursUsed);
        Assert.Equal(new InvalidField("HoursUsed", "range"), project.Spend(Quantity.Of(0)).Error);
    }

    [Fact]
    public void A_completed_project_takes_no_hours_changes_or_milestones_until_it_is_reopened()
    {
        project.MoveTo(ProjectState.Completed);
        Assert.Equal(new ProjectClosed(), project.Spend(Quantity.Of(1)).Error);
        Assert.Equal(new ProjectClosed(), project.Change(Details).Error);
        Assert.Equal(new ProjectClosed(), project.AddMilestone("Ontwerp", null).Error);
        project.MoveTo(ProjectState.Active);
        Must(project.Spend(Quantity.Of(1)));
    }

    [Fact]
    public void Milestones_stay_in_order_and_can_be_reached()
    {
        var first = project.AddMilestone("Ontwerp", Today).Value;
        Assert.True(project.AddMilestone("Bouw", null).Ok);
        Must(project.Reach(first.Id, Today));
        Assert.Equal(["1 Ontwerp True", "2 Bouw False"], project.Milestones.Select(m => $"{m.Position} {m.Name} {m.CompletedOn == Today}"));
        Assert.Equal(new NotFound(), project.Reach(Guid.NewGuid(), Today).Error);
    }
}
