namespace Metiva.Tenancy.ControlPlane;

/// <summary>Which process leads something that only one may do at a time.</summary>
public sealed class LeaseRow
{
    /// <summary>What is led.</summary>
    public required string Name { get; init; }

    /// <summary>The process that leads; it changes with every start.</summary>
    public required Guid Holder { get; set; }

    /// <summary>Grows whenever another process begins to lead: whoever writes with a smaller one no longer leads.</summary>
    public required long Fence { get; set; }

    /// <summary>Until when, unless it is renewed.</summary>
    public required DateTimeOffset Until { get; set; }
}

/// <summary>How far a recurring kind of work was asked for at every company.</summary>
public sealed class RecurringWorkRow
{
    /// <summary>The kind of work.</summary>
    public required string Kind { get; init; }

    /// <summary>The last occurrence that every company that could be worked on has in its outbox.</summary>
    public required DateTimeOffset LastAt { get; set; }
}
