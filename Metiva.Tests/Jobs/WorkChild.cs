using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Jobs.Schedule;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Metiva.Tests.Jobs;

/// <summary>
/// A process that asks for work at company A and does it, until it kills itself right after a named step:
/// <c>work &lt;directory&gt; &lt;complete|apart&gt; &lt;step&gt;</c>.
/// </summary>
internal static class WorkChild
{
    public const string Command = "work";

    /// <summary>In the place of how work is done: only keeps the schedule, and says so.</summary>
    public const string Lead = "lead";

    /// <summary>How much it asks for.</summary>
    public const int Items = 6;

    public static async Task RunAsync(string directory, string how, string dieAfter)
    {
        var script = new Script { Does = (work, run, _) => DoAsync(work, run, how == "complete", step => DieAfter(dieAfter, step)) };
        // One at a time, so that it is known what the dying process had.
        await using var bench = await WorkBench.StartAsync(script, directory, atOnce: 1);
        if (how == Lead)
        {
            await Eventually.TrueAsync(() => ScheduleOf(bench).IsRunning, TimeSpan.FromSeconds(30));
            Console.WriteLine(Lead);
            await Task.Delay(Timeout.Infinite);
        }

        bench.Services.GetRequiredService<WorkRunner>().AfterStep = step =>
        {
            DieAfter(dieAfter, step);
            return Task.CompletedTask;
        };
        await bench.AskAsync(bench.A, Items);
        await Eventually.TrueAsync(
            async () => (await bench.ItemsAsync(bench.A)).TrueForAll(item => item.State == WorkState.Done),
            TimeSpan.FromSeconds(60)
        );
    }

    public static ScheduleService ScheduleOf(TenancyBench bench) =>
        bench.Services.GetServices<IHostedService>().OfType<ScheduleService>().Single();

    /// <summary>The work itself, the same in every process.</summary>
    public static async Task DoAsync(ScriptedWork work, WorkRun run, bool complete, Action<string> reached)
    {
        reached("begun");
        await work.HaveEffectAsync(run, complete);
        reached("had-effect");
    }

    private static void DieAfter(string dieAfter, string step)
    {
        if (step == dieAfter)
        {
            TestProgram.Die();
        }
    }
}
