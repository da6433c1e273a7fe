namespace Metiva.Tenancy.Lifecycle.Moves;

/// <summary>What stopped a move, without any driver's words.</summary>
public enum MoveTrouble
{
    /// <summary>One of the two databases does not answer. It is tried again by itself.</summary>
    Unavailable = 1,

    /// <summary>Somebody would not stop writing. It is tried again by itself.</summary>
    Busy = 2,

    /// <summary>The copy is not the same as the original. The original is untouched; trying again copies again.</summary>
    Mismatch = 3,

    /// <summary>The company was suspended or closed before the move began.</summary>
    NotActive = 4,

    /// <summary>Something that should not happen; the log says what.</summary>
    Unexpected = 5,
}
