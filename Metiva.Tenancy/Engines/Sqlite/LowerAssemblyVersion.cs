using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>
/// EF Core's SQLite provider is compiled against SQLitePCLRaw.core 2.1 and the runtime refuses an older copy by itself. 2.0.6 has
/// all that is used here, so where a build restored that one, the runtime is told to take the copy that is there. Where 2.1 or newer
/// was restored, the event never fires.
/// </summary>
internal static class LowerAssemblyVersion
{
    private const string Core = "SQLitePCLRaw.core";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It has to run before the provider's first type is loaded.")]
    internal static void Accept()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == Core && Find(Core + ".dll") is { } file ? context.LoadFromAssemblyPath(file) : null;
        Start();
    }

    // The host's own list of files holds under "dotnet ef" too, where the program's directory is the tool's.
    private static string? Find(string file) =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator)
            .FirstOrDefault(path => Path.GetFileName(path) == file);

    // In a method of its own: the runtime loads what a method names before the method begins.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start() => SQLitePCL.Batteries_V2.Init();
}
