namespace Metiva.Domain.Plans;

/// <summary>What a company has booked. The plan decides how long its statements may run and whether it shares its server.</summary>
public enum Plan
{
    /// <summary>Shares its server with other companies.</summary>
    Standard = 1,

    /// <summary>Shares its server, with more room for heavy reports.</summary>
    Plus = 2,

    /// <summary>Has a database server to itself: its server hosts no other company.</summary>
    Dedicated = 3,
}
