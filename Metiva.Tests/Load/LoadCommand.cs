using System.Diagnostics;
using System.Reflection;
using Metiva.Tests.Support;

namespace Metiva.Tests.Load;

/// <summary>
/// The command <c>load</c>: runs the load, shows what came out, and writes docs/load.md when it was the whole load. False when a limit
/// was not kept.
/// </summary>
internal static class LoadCommand
{
    public static async Task<bool> RunAsync(string[] arguments)
    {
        LoadOptions options;
        try
        {
            options = LoadOptions.Read(arguments);
        }
        catch (FormatException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return false;
        }

        if (typeof(LoadCommand).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
        {
            Console.Error.WriteLine(
                "This is a debug build, which says nothing about speed. Use: dotnet run -c Release --project Metiva.Tests -- load"
            );
            return false;
        }

        var result = await LoadRun.RunAsync(options, Console.Error.WriteLine);
        var limits = LoadLimits.Of(result);
        var text = LoadReport.Text(result, limits);
        Console.WriteLine(text);
        if (options == new LoadOptions())
        {
            await File.WriteAllTextAsync(Repository.File("docs/load.md"), text);
        }

        return limits.All(limit => limit.Kept != false);
    }
}
