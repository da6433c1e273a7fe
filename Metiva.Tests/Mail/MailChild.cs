using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Mail;

/// <summary>
/// A process that queues a mail at company A and sends it, until it kills itself right after a named step:
/// <c>mail &lt;directory&gt; &lt;port&gt; &lt;step&gt;</c>. It trusts whatever certificate the server has.
/// </summary>
internal static class MailChild
{
    public const string Command = "mail";

    public static async Task RunAsync(string directory, string port, string dieAfter)
    {
        await using var bench = await MailBench.StartAsync(
            server: null,
            directory,
            new(StringComparer.Ordinal)
            {
                ["Tenancy:Mail:Host"] = "localhost",
                ["Tenancy:Mail:Port"] = port,
                ["Tenancy:Work:Lease"] = "00:00:01",
                ["Tenancy:Work:Beat"] = "00:00:00.050",
            }
        );
        var delivery = bench.Services.GetRequiredService<MailDelivery>();
        delivery.Certificate = static (_, _, _, _) => true;
        delivery.AfterStep = step => Reached(dieAfter, step);
        bench.Services.GetRequiredService<WorkRunner>().AfterStep = step => Reached(dieAfter, step);
        await bench.QueueAsync(bench.A);
        await Reached(dieAfter, "queued");
        await bench.WorkAsync(bench.A);
    }

    private static Task Reached(string dieAfter, string step)
    {
        if (step == dieAfter)
        {
            TestProgram.Die();
        }

        return Task.CompletedTask;
    }
}
