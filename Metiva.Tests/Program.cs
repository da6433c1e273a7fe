using Metiva.Tests.Access;

namespace Metiva.Tests;

/// <summary>Commands that stand beside the tests: <c>dotnet run --project Metiva.Tests -- roles</c>.</summary>
internal static class Program
{
    private const int Done = 0;
    private const int WrongUse = 2;

    private static int Main(string[] args)
    {
        switch (args.FirstOrDefault())
        {
            case "roles":
                RoleTableDocument.Write();
                return Done;
            default:
                Console.Error.WriteLine("Commands: roles (writes docs/roles.md). The tests themselves run with: dotnet test");
                return WrongUse;
        }
    }
}
