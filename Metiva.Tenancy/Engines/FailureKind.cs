namespace Metiva.Tenancy.Engines;

/// <summary>What a failure says about trying again.</summary>
public enum FailureKind
{
    /// <summary>Trying again would end the same, or nothing is known about it.</summary>
    Lasting,

    /// <summary>
    /// The database answered that it was not done and undid the transaction, and it may go through next time: a deadlock's
    /// victim, a failover, too little of something for a moment.
    /// </summary>
    Passing,

    /// <summary>
    /// No answer came: the connection broke or it took too long. Whether what was asked last was done is not known; without a
    /// commit, nothing was.
    /// </summary>
    Lost,
}
