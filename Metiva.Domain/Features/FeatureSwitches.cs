namespace Metiva.Domain.Features;

/// <summary>A part of the product that can be switched off. Instances exist only in <see cref="FeatureSwitches"/>.</summary>
public sealed class FeatureSwitch
{
    internal FeatureSwitch(string name, int index, bool onByDefault) => (Name, Index, OnByDefault) = (name, index, onByDefault);

    /// <summary>Its name in settings, in the registry and in the audit.</summary>
    public string Name { get; }

    /// <summary>Its place in <see cref="FeatureSwitches.All"/>; means nothing outside this process.</summary>
    public int Index { get; }

    /// <summary>Whether it is on where nobody decided otherwise.</summary>
    public bool OnByDefault { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Every switch there is, declared once: pages, menu, endpoints and commands name these, and no other name is ever on.</summary>
public static class FeatureSwitches
{
    /// <summary>The longest name.</summary>
    public const int NameLength = 64;

    private static readonly List<FeatureSwitch> Declared = [];

    /// <summary>Contracts in the portal.</summary>
    public static FeatureSwitch PortalContracts { get; } = Declare("portal.contracts");

    /// <summary>Projects in the portal.</summary>
    public static FeatureSwitch PortalProjects { get; } = Declare("portal.projects");

    /// <summary>Taking the audit log out as a file.</summary>
    public static FeatureSwitch AuditExport { get; } = Declare("audit.export");

    /// <summary>All of them, in the order of declaration.</summary>
    public static IReadOnlyList<FeatureSwitch> All => Declared;

    /// <summary>The switch of that name, or null: an unknown name is off.</summary>
    public static FeatureSwitch? Find(string? name) => Declared.Find(declared => declared.Name == name);

    private static FeatureSwitch Declare(string name, bool onByDefault = true)
    {
        var declared = new FeatureSwitch(name, Declared.Count, onByDefault);
        Declared.Add(declared);
        return declared;
    }
}
