namespace Metiva.Tenancy.ControlPlane;

/// <summary>A row whose change every node has to hear of.</summary>
internal interface IAnnounced
{
    /// <summary>What changed, and which one.</summary>
    ChangeKey ChangeKey { get; }
}

/// <summary>What a change was about.</summary>
public enum ChangeKind
{
    /// <summary>A company's row; the key is the company.</summary>
    Company = 1,

    /// <summary>A person, one of their memberships or their pending choice; the key is the person.</summary>
    Person = 2,

    /// <summary>A session; the key is the session.</summary>
    Session = 3,

    /// <summary>The servers, all of them; the key is empty.</summary>
    Server = 4,
}

/// <summary>Names the thing that changed.</summary>
public readonly record struct ChangeKey(ChangeKind Kind, Guid Key);

/// <summary>The one counter that orders changes: raised in the transaction of each change, so versions commit in order.</summary>
public sealed class ChangeCounterRow
{
    /// <summary>Always 1.</summary>
    public required int Id { get; init; }

    /// <summary>The newest version.</summary>
    public required long Version { get; set; }
}

/// <summary>One announced change.</summary>
public sealed class ChangeRow
{
    /// <summary>Its place in the order.</summary>
    public required long Version { get; init; }

    /// <summary>What kind of thing changed.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>Which one.</summary>
    public required Guid Key { get; init; }
}
