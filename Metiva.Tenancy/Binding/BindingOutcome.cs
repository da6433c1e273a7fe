namespace Metiva.Tenancy.Binding;

/// <summary>How deciding "which company is this caller for" can end. There is no default and no null company.</summary>
/// <remarks>The order of the members is the order in which they are checked: the first that fits wins.</remarks>
public enum BindingOutcome
{
    /// <summary>No credential.</summary>
    NotSignedIn,

    /// <summary>Signed in, but the verified token named no company.</summary>
    ClaimMissing,

    /// <summary>The claim is not one GUID.</summary>
    ClaimMalformed,

    /// <summary>More than one company claim.</summary>
    ClaimAmbiguous,

    /// <summary>The snapshot of the control plane is older than allowed: nothing can be decided.</summary>
    ControlPlaneUnavailable,

    /// <summary>No such company. Answered with the same bytes as <see cref="NotAMember"/>.</summary>
    CompanyUnknown,

    /// <summary>The person is no member there.</summary>
    NotAMember,

    /// <summary>The session was ended, ran out, or belongs to another person or company.</summary>
    SessionEnded,

    /// <summary>The company's database is still being made.</summary>
    CompanyProvisioning,

    /// <summary>The company is on hold.</summary>
    CompanySuspended,

    /// <summary>The company is being closed.</summary>
    CompanyClosing,

    /// <summary>The company is being moved to another server and is back in a moment.</summary>
    CompanyMoving,

    /// <summary>The company's database is older or newer than this build serves.</summary>
    SchemaOutOfRange,

    /// <summary>The database states another company id than the one it was opened for.</summary>
    DatabaseMismatch,

    /// <summary>The company's database cannot be opened.</summary>
    DatabaseUnavailable,

    /// <summary>A connection or the turn to write did not come free within the wait limit.</summary>
    Busy,

    /// <summary>
    /// Only for a context that was bound before: the person's roles have changed since. Loading the page again binds with
    /// the new ones.
    /// </summary>
    AccessChanged,

    /// <summary>All of it fits.</summary>
    Bound,
}

/// <summary>What the caller is about to do; commands trust a shorter time than reads.</summary>
public enum AccessKind
{
    /// <summary>Looks only.</summary>
    Read,

    /// <summary>Changes something.</summary>
    Command,
}

/// <summary>
/// Nothing may be served: the reason is <see cref="Outcome"/>. Thrown where a bound company was needed and there is none, or
/// no longer one.
/// </summary>
public sealed class BindingRefusedException : Exception
{
    /// <summary>A refusal with its reason.</summary>
    public BindingRefusedException(BindingOutcome outcome, Exception? inner = null)
        : base($"Refused: {outcome}.", inner) => Outcome = outcome;

    /// <summary>The reason.</summary>
    public BindingOutcome Outcome { get; }
}
