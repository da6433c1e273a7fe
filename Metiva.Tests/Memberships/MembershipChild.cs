using System.Diagnostics;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Memberships;
using Metiva.Tests.Lifecycle.Erasure;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Memberships;

/// <summary>
/// Changes a membership or a company's state in a process of its own, which kills itself right after a named step:
/// <c>membership &lt;directory&gt; &lt;change&gt; &lt;step&gt;</c>.
/// </summary>
internal static class MembershipChild
{
    /// <summary>The step at which nothing dies.</summary>
    public const string Never = "never";

    private const string SecretFile = "invitation.txt";

    /// <summary>Lays the ground for every change: a second Owner, and an invitation.</summary>
    public static async Task FurnishAsync(string directory)
    {
        Directory.CreateDirectory(directory);
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        await bench.WriteAsync(context =>
            context.Memberships.Single(row => row.CompanyId == bench.A && row.PersonId == bench.Person(Admin, bench.A).Id).Roles =
                RoleSet.Of(Owner, Admin)
        );
        using var scope = bench.As(Owner, bench.A);
        var made = await scope.Get<InviteMember>().Run(new("gast@alfa.example", RoleSet.Of(Marketing)), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(directory, SecretFile), made.Value.Secret);
    }

    public static async Task RunAsync(string directory, string change, string dieAfter)
    {
        TenancyBench? started = null;
        await using var bench = await TenancyBench.StartAsync(services => services.Replaced(AfterAsync), dataDirectory: directory);
        started = bench;
        using var owner = bench.As(Owner, bench.A);
        using var agency = bench.As(Owner, bench.Agency);
        var sales = bench.Person(Sales, bench.A).Id;
        switch (change)
        {
            case "change-roles":
                await owner.Get<ChangeMemberRoles>().Run(new(sales, RoleSet.Of(Sales), RoleSet.Of(Finance)), CancellationToken.None);
                break;
            case "remove":
                await owner.Get<RemoveMember>().Run(new(sales, RoleSet.Of(Sales)), CancellationToken.None);
                break;
            case "accept":
                var secret = await File.ReadAllTextAsync(Path.Combine(directory, SecretFile));
                var guest = bench.Person(Client, bench.B).AsPerson();
                await bench.Services.GetRequiredService<Invitations>().AcceptAsync(guest, secret, CancellationToken.None);
                break;
            case "suspend":
                await agency.Get<SuspendCompany>().Run(new(bench.B, "Rekening niet betaald"), CancellationToken.None);
                break;
            case "too-late":
                var admin = bench.Person(Admin, bench.A).Id;
                await owner.Get<RemoveMember>().Run(new(admin, RoleSet.Of(Owner, Admin)), CancellationToken.None);
                break;
            case "provision":
                var made = new NewCompany(Lifecycle.ProvisioningTests.ProvisionedByChild, "Gamma B.V.", CompanyKind.Client, "bench");
                await bench.Services.GetRequiredService<CompanyProvisioner>().ProvisionAsync(made, CancellationToken.None);
                break;
            case "erase":
                await bench
                    .Services.GetRequiredService<CompanyOperations>()
                    .EraseAsync(
                        new(Lifecycle.ProvisioningTests.ProvisionedByChild, "Gamma B.V.", "Klaar"),
                        _ => { },
                        CancellationToken.None
                    );
                break;
            case "recover":
                await Eventually.TrueAsync(async () => await bench.PendingAsync() == 0, TimeSpan.FromSeconds(20));
                break;
            default:
                throw new ArgumentException($"'{change}' is no change.", nameof(change));
        }

        async Task AfterAsync(string step)
        {
            if (step == "audited" && change == "too-late" && started is not null)
            {
                // Between being written down and being carried out, the one who asked stops being an Owner.
                await started.WriteAsync(context =>
                    context.Memberships.Single(row => row.PersonId == started.Person(Owner, started.A).Id).Roles = RoleSet.Of(Finance)
                );
            }

            if (step == dieAfter)
            {
                // SIGKILL: nothing gets to clean up.
                Process.GetCurrentProcess().Kill();
                Thread.CurrentThread.Join();
            }
        }
    }

    /// <summary>Runs it as a child process; true when it lived to the end.</summary>
    public static Task<bool> LivesAsync(string directory, string change, string dieAfter) =>
        LivesAsync("membership", directory, change, dieAfter);

    /// <summary>Runs a command of this program as a child process; true when it lived to the end.</summary>
    public static async Task<bool> LivesAsync(params string[] command)
    {
        var host = Environment.ProcessPath ?? "";
        var start = new ProcessStartInfo(Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["exec", typeof(MembershipChild).Assembly.Location, .. command])
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        var output = await Task.WhenAll(child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        await child.WaitForExitAsync();
        return child.ExitCode switch
        {
            0 => true,
            // 128 + SIGKILL, or what Windows gives a killed process.
            137 or -1 => false,
            _ => throw new InvalidOperationException(string.Join('\n', output)),
        };
    }

    private static void Replaced(this IServiceCollection services, Func<string, Task> afterStep)
    {
        services.AddSingleton(provider => new MembershipChanges(
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<CompanyAuditWriter>(),
            provider.GetRequiredService<TimeProvider>()
        )
        {
            AfterStep = afterStep,
        });
        services.AddSingleton(provider => new CompanyProvisioner(
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<IDatabaseEngine>(),
            provider.GetRequiredService<Snapshots>(),
            provider.GetRequiredService<TimeProvider>()
        )
        {
            AfterStep = afterStep,
        });
        services.AddSingleton(provider => new CompanyStateChanges(
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<CompanyAuditWriter>(),
            provider.GetRequiredService<TimeProvider>()
        )
        {
            AfterStep = afterStep,
        });
        services.AddErasures(afterStep);
    }
}
