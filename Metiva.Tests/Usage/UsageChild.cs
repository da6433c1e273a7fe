using System.Diagnostics;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Usage;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Usage;

/// <summary>Counts in a process of its own, which kills itself at a named step of writing it down: <c>usage &lt;directory&gt; &lt;step&gt;</c>.</summary>
internal static class UsageChild
{
    public const string Command = "usage";

    public const long Counted = 1_000;

    public static async Task RunAsync(string directory, string dieAfter)
    {
        await using var bench = await TenancyBench.StartAsync(
            services =>
                services.AddSingleton(provider => new UsageFlush(
                    provider.GetRequiredService<UsageMeter>(),
                    provider.GetRequiredService<Snapshots>(),
                    provider.GetRequiredService<ControlPlaneDatabase>(),
                    provider.GetRequiredService<TimeProvider>()
                )
                {
                    AfterStep = step => DieAsync(step, dieAfter),
                }),
            new(StringComparer.Ordinal) { ["Tenancy:UsageInterval"] = "00:05:00" },
            directory
        );
        bench.Meter().Count(bench.A, UsageResource.Events, Counted);
        await bench.Flush().RunAsync(default);
    }

    private static Task DieAsync(string step, string dieAfter)
    {
        if (step == dieAfter)
        {
            // SIGKILL: nothing gets to clean up.
            Process.GetCurrentProcess().Kill();
            Thread.CurrentThread.Join();
        }

        return Task.CompletedTask;
    }
}
