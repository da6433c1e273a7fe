using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>A test that needs Node.js and npm on this machine. Without them it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!IsThere)
        {
            Skip = "Node.js with npm is not on this machine; the certified OpenID provider runs on it.";
        }
    }

    internal static bool IsThere { get; } = OnPath("node") && OnPath("npm");

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(directory =>
                File.Exists(Path.Combine(directory, OperatingSystem.IsWindows() ? program + ".cmd" : program))
                || (OperatingSystem.IsWindows() && File.Exists(Path.Combine(directory, program + ".exe")))
            );
}
