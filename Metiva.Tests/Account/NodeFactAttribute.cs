using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>A test that needs the certified OpenID provider. Where it is not there and cannot be had, it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Missing = new(() =>
        WhyNot(OnPath("node") && OnPath("npm"), CertifiedProvider.IsInstalled, CertifiedProvider.Install)
    );

    public NodeFactAttribute() => Skip = Missing.Value;

    internal static bool IsThere => Missing.Value is null;

    /// <summary>Why the tests cannot run, or null.</summary>
    /// <param name="node">Whether Node.js and npm are on this machine.</param>
    /// <param name="installed">Whether the provider is installed already.</param>
    /// <param name="install">Installs it; says what went wrong.</param>
    internal static string? WhyNot(bool node, Func<bool> installed, Func<string?> install)
    {
        if (!node)
        {
            return "Node.js with npm is not on this machine; the certified OpenID provider runs on it.";
        }

        return installed() || install() is not { } problem ? null : $"The certified OpenID provider could not be installed: {problem}";
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(directory =>
                File.Exists(Path.Combine(directory, OperatingSystem.IsWindows() ? program + ".cmd" : program))
                || (OperatingSystem.IsWindows() && File.Exists(Path.Combine(directory, program + ".exe")))
            );
}
