using Metiva.Tenancy.CompanyData;

namespace Metiva.Tenancy.Binding;

/// <summary>Which versions of a company database this build serves. A version is the number of migrations applied.</summary>
public static class SchemaVersions
{
    /// <summary>The oldest that is served.</summary>
    public const int Oldest = 3;

    /// <summary>From which on a company has an outbox. Before that there is no work to look for.</summary>
    internal const int WithWork = 3;

    /// <summary>The newest: what provisioning makes. A test compares it with the migrations of each engine.</summary>
    public const int Newest = CompanyContext.CurrentSchemaVersion;

    /// <summary>Whether this build serves the version.</summary>
    public static bool Serves(int version) => version is >= Oldest and <= Newest;
}
