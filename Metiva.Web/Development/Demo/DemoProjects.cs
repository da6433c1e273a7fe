using Metiva.Domain.Accounts;
using Metiva.Domain.Projects;
using Metiva.Domain.Shared;

namespace Metiva.Web.Development.Demo;

/// <summary>Projects of every kind and in every state, with their milestones.</summary>
internal static class DemoProjects
{
    private const int Count = 26;

    public static IEnumerable<object> Make(DemoWorld world)
    {
        var random = world.Stream("projects");
        for (var index = 0; index < Count; index++)
        {
            yield return One(world, random, index);
        }
    }

    private static Project One(DemoWorld world, DemoRandom random, int index)
    {
        var kind = (index % 8) switch
        {
            0 or 3 or 6 => ProjectKind.Fixed,
            1 or 4 => ProjectKind.TimeAndMaterial,
            2 or 5 => ProjectKind.Retainer,
            _ => ProjectKind.Internal,
        };
        var account = kind == ProjectKind.Internal ? null : world.Accounts[index % world.Accounts.Count];
        var plan = random.Pick(account is null ? world.Trade.InternalPlans : world.Trade.Plans);
        var state = (index % 9) switch
        {
            0 or 7 => ProjectState.Completed,
            2 => ProjectState.Planned,
            4 => ProjectState.OnHold,
            8 => ProjectState.Cancelled,
            _ => ProjectState.Active,
        };
        var project = Begin(world, random, account, kind, plan, state);
        Advance(world, random, project, plan, state);
        if (account is not null && index % 6 != 5)
        {
            project.Publish(world.At(Earlier(world, project.StartDate), 12)).Demand();
        }

        return project;
    }

    private static Project Begin(DemoWorld world, DemoRandom random, Account? account, ProjectKind kind, DemoPlan plan, ProjectState state)
    {
        var start = world.Today.AddDays(
            state switch
            {
                ProjectState.Planned => random.Between(5, 40),
                ProjectState.Completed or ProjectState.Cancelled => -random.Between(200, 600),
                _ => -random.Between(30, 150),
            }
        );
        var name = account is null ? plan.Name : $"{plan.Name} {account.Name}";
        var hours = Quantity.Of(random.Between(4, 40) * 8);
        DateOnly? due = kind == ProjectKind.Retainer && random.Chance(50) ? null : start.AddDays(random.Between(60, 190));
        var details = new ProjectDetails(name, kind, plan.Description, start, due, hours);
        var project = Project.Create(account, details, world.AccountManager, world.At(Earlier(world, start.AddDays(-7)), 10)).Value;
        project.AssignTo(world.Delivery.Id);
        return project;
    }

    private static void Advance(DemoWorld world, DemoRandom random, Project project, DemoPlan plan, ProjectState state)
    {
        var span = (project.DueDate ?? project.StartDate.AddDays(120)).DayNumber - project.StartDate.DayNumber;
        var reached = state switch
        {
            ProjectState.Completed => plan.Milestones.Length,
            ProjectState.Planned => 0,
            _ => random.Between(1, plan.Milestones.Length - 1),
        };
        for (var index = 0; index < plan.Milestones.Length; index++)
        {
            var due = project.StartDate.AddDays(span * (index + 1) / plan.Milestones.Length);
            var milestone = project.AddMilestone(plan.Milestones[index], due).Value;
            if (index < reached)
            {
                project.Reach(milestone.Id, Earlier(world, due.AddDays(random.Between(-6, 9)))).Demand();
            }
        }

        if (state != ProjectState.Planned)
        {
            project.Spend(Quantity.Of(project.HoursBudgeted.Value * random.Between(20, 115) / 100m)).Demand();
        }

        project.MoveTo(state);
    }

    /// <summary>At the latest yesterday.</summary>
    private static DateOnly Earlier(DemoWorld world, DateOnly day) => day < world.Today ? day : world.Today.AddDays(-1);
}
