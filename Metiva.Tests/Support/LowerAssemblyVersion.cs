using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Metiva.Tenancy.CompanyData;

namespace Metiva.Tests.Support;

/// <summary>
/// bUnit is compiled against AngleSharp.Diffing 1.0 and the runtime refuses an older copy by itself. 0.17 has all that bUnit uses, so
/// where a build restored that one, the runtime is told to take the copy that is there. Where 1.0 was restored, the event never fires.
/// </summary>
internal static class LowerAssemblyVersion
{
    private const string Diffing = "AngleSharp.Diffing";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It has to run before bUnit's first type is loaded.")]
    internal static void Accept()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == Diffing ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, Diffing + ".dll")) : null;

        // The same for SQLite, before a test opens a file without having touched Metiva.Tenancy.
        RuntimeHelpers.RunModuleConstructor(typeof(CompanyContext).Module.ModuleHandle);
    }
}
