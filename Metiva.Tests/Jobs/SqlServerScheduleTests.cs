using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Jobs.Schedule;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>The clustered schedule on a server: two processes share it, and each occurrence is asked for once.</summary>
public sealed class SqlServerScheduleTests
{
    [SqlServerFact]
    public async Task Two_processes_share_one_schedule_and_each_occurrence_is_done_once()
    {
        var directory = Directory.CreateTempSubdirectory("metiva-cluster-").FullName;
        try
        {
            var script = new Script { Does = (work, run, _) => work.HaveEffectAsync(run, complete: true) };
            await using var one = await StartAsync(script, directory);
            await using var other = await StartAsync(script, directory);
            await Eventually.TrueAsync(
                () => WorkChild.ScheduleOf(one).IsRunning && WorkChild.ScheduleOf(other).IsRunning,
                TimeSpan.FromSeconds(60)
            );
            await Eventually.TrueAsync(
                async () => (await one.ItemsAsync(one.A)).Count(item => item.State == WorkState.Done) >= 3,
                TimeSpan.FromSeconds(60)
            );
            var effects = await one.EffectsAsync(one.A);
            Assert.Equal(effects.Count, effects.Distinct(StringComparer.Ordinal).Count());
        }
        finally
        {
            await SqlServerInstallation.DropAsync(directory);
            Directory.Delete(directory, recursive: true);
        }
    }

    private static Task<TenancyBench> StartAsync(Script script, string directory) =>
        WorkBench.StartAsync(
            script,
            directory,
            atOnce: 2,
            more: services => services.AddSingleton(new RecurringWork(ScriptedWork.Name, "* * * * * ?")),
            onSqlServer: true,
            // Nobody may be in a database when it is dropped.
            stopWait: "00:00:30"
        );
}
