using System.Globalization;
using Metiva.Tests.Access;
using Metiva.Tests.Architecture;
using Metiva.Tests.Benchmarks;
using Metiva.Tests.Browser;
using Metiva.Tests.Credentials;
using Metiva.Tests.Development;
using Metiva.Tests.Engines.SqlServer;
using Metiva.Tests.Files;
using Metiva.Tests.Jobs;
using Metiva.Tests.Lifecycle.Moves;
using Metiva.Tests.Load;
using Metiva.Tests.Mail;
using Metiva.Tests.Memberships;
using Metiva.Tests.Usage;
using Metiva.Tests.Workspace.Invoices;

namespace Metiva.Tests;

/// <summary>Commands that stand beside the tests: <c>dotnet run --project Metiva.Tests -- roles</c>.</summary>
internal static class Program
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongUse = 2;

    private static async Task<int> Main(string[] args)
    {
        switch (args.FirstOrDefault())
        {
            case "roles":
                RoleTableDocument.Write();
                return Done;
            case "demo-data" when args.Length == 3:
                await DemoDataChild.RunAsync(args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
                return Done;
            case "licences":
                return PackageLicences.Check(Console.Out) ? Done : Failed;
            case "pending-model-changes":
                return PendingModelChanges.Check(Console.Out) ? Done : Failed;
            case "picture":
                await ReadmePicture.TakeAsync();
                return Done;
            case "benchmarks":
                return await BenchmarkReport.WriteAsync(args.ElementAtOrDefault(1)) ? Done : Failed;
            case "load":
                return await LoadCommand.RunAsync(args[1..]) ? Done : Failed;
            case IssueStorm.Command when args.Length == 3:
                await IssueStorm.RunAsync(args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
                return Done;
            case "membership" when args.Length == 4:
                await MembershipChild.RunAsync(args[1], args[2], args[3]);
                return Done;
            case UsageChild.Command when args.Length == 3:
                await UsageChild.RunAsync(args[1], args[2]);
                return Done;
            case VaultChild.Command when args.Length == 5:
                await VaultChild.RunAsync(args[1], args[2], args[3], int.Parse(args[4], CultureInfo.InvariantCulture));
                return Done;
            case FileUploadChild.Command when args.Length == 4:
                await FileUploadChild.RunAsync(args[1], args[2], args[3]);
                return Done;
            case SqlServerProvisionChild.Command when args.Length == 4:
                await SqlServerProvisionChild.RunAsync(args[1], args[2], args[3]);
                return Done;
            case MailChild.Command when args.Length == 4:
                await MailChild.RunAsync(args[1], args[2], args[3]);
                return Done;
            case WorkChild.Command when args.Length == 4:
                await WorkChild.RunAsync(args[1], args[2], args[3]);
                return Done;
            case "move" when args.Length == 3:
                await MoveChild.RunAsync(args[1], args[2]);
                return Done;
            case MoveChild.OnServer when args.Length == 4:
                await MoveChild.RunOnServerAsync(args[1], args[2], args[3]);
                return Done;
            case "move-benchmark" when args.Length == 3:
                Console.WriteLine(await ProvisionBenchmark.RunAsync(int.Parse(args[1], CultureInfo.InvariantCulture)));
                Console.WriteLine(string.Join('\n', await MoveBenchmark.RunAsync(int.Parse(args[2], CultureInfo.InvariantCulture))));
                return Done;
            default:
                Console.Error.WriteLine(
                    "Commands: roles (writes docs/roles.md), benchmarks (writes docs/benchmarks.md), load (writes docs/load.md), picture (takes README's), licences (of every package), pending-model-changes."
                        + " The tests themselves run with: dotnet test"
                );
                return WrongUse;
        }
    }
}
