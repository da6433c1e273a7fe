using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Jobs;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>Two processes on the same companies, one of which is killed in the middle of its work.</summary>
public sealed class WorkCrashTests
{
    [Theory]
    [InlineData("claimed")]
    [InlineData("begun")]
    [InlineData("had-effect")]
    [InlineData("worked")]
    [InlineData("ended")]
    public async Task What_completes_with_its_effect_has_it_exactly_once(string step)
    {
        var (items, runs, effects) = await SurviveAsync("complete", step);

        Assert.All(items, item => Assert.Equal(WorkState.Done, item.State));
        Assert.Equal(items.Select(item => item.Id.ToString()).Order(), effects.Order());

        // Killed before its effect, it was seen to be broken off; killed after it, there was nothing left to do.
        Assert.Equal(step is "claimed" or "begun", runs.Exists(run => run.Outcome == WorkOutcome.Lost));
        Assert.DoesNotContain(runs, run => run.Outcome == WorkOutcome.Running);
    }

    [Theory]
    [InlineData("begun", false)]
    [InlineData("had-effect", true)]
    [InlineData("worked", true)]
    public async Task What_does_not_is_seen_to_be_tried_again(string step, bool twice)
    {
        var (items, runs, effects) = await SurviveAsync("apart", step);

        Assert.All(items, item => Assert.Equal(WorkState.Done, item.State));
        Assert.All(items, item => Assert.Contains(item.Id.ToString(), effects));
        var repeated = items.Where(item => effects.Count(effect => effect == item.Id.ToString()) > 1).Select(item => item.Id).ToList();
        var lost = runs.Where(run => run.Outcome == WorkOutcome.Lost).Select(run => run.ItemId).ToList();
        Assert.NotEmpty(lost);
        Assert.Equal(twice, repeated.Count > 0);
        Assert.All(repeated, id => Assert.Contains(id, lost));
    }

    [Fact]
    public async Task When_the_leader_is_killed_another_process_leads_with_a_higher_number()
    {
        var directory = Directory.CreateTempSubdirectory("metiva-lead-").FullName;
        try
        {
            using var leader = TestProgram.Start(WorkChild.Command, directory, WorkChild.Lead, "never");
            Assert.Equal(WorkChild.Lead, await leader.StandardOutput.ReadLineAsync());
            await using var other = await WorkBench.StartAsync(new Script(), directory, atOnce: 1, onSqlServer: false);
            Assert.False(WorkChild.ScheduleOf(other).IsRunning);

            leader.Kill();
            await leader.WaitForExitAsync();

            await Eventually.TrueAsync(() => WorkChild.ScheduleOf(other).IsRunning, TimeSpan.FromSeconds(30));
            var fence = await other
                .Services.GetRequiredService<ControlPlaneDatabase>()
                .ReadAsync((context, token) => context.Leases.Select(lease => lease.Fence).SingleAsync(token), CancellationToken.None);
            Assert.Equal(2, fence);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<(List<WorkItem> Items, List<WorkRunRecord> Runs, List<string> Effects)> SurviveAsync(string how, string step)
    {
        var directory = Directory.CreateTempSubdirectory("metiva-work-").FullName;
        try
        {
            var script = new Script { Does = (work, run, _) => WorkChild.DoAsync(work, run, how == "complete", _ => { }) };
            await using var survivor = await WorkBench.StartAsync(script, directory, atOnce: 2);
            Assert.False(await TestProgram.LivesAsync(WorkChild.Command, directory, how, step));
            await Eventually.TrueAsync(
                async () =>
                    await survivor.ItemsAsync(survivor.A) is { Count: WorkChild.Items } items
                    && items.TrueForAll(item => item.State == WorkState.Done),
                TimeSpan.FromSeconds(60)
            );
            return (await survivor.ItemsAsync(survivor.A), await survivor.RunsAsync(survivor.A), await survivor.EffectsAsync(survivor.A));
        }
        finally
        {
            await SqlServerInstallation.DropAsync(directory);
            Directory.Delete(directory, recursive: true);
        }
    }
}
