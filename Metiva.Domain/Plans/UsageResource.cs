namespace Metiva.Domain.Plans;

/// <summary>What a plan includes a certain amount of.</summary>
public enum UsageResource
{
    /// <summary>Members.</summary>
    Members = 1,

    /// <summary>Bytes of files.</summary>
    StorageBytes = 2,

    /// <summary>Calls of the API in a month.</summary>
    ApiCalls = 3,

    /// <summary>Attribution events in a month.</summary>
    Events = 4,
}
