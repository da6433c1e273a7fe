namespace Metiva.Tenancy.Connections.Limits;

/// <summary>A query found more rows than one may fetch at once; it was stopped there, and nothing of it is used.</summary>
/// <param name="limit">How many rows one query may fetch.</param>
public sealed class TooManyRowsException(int limit)
    : Exception($"A query found more than {limit} rows. Lists and exports read a page at a time.");
