namespace Metiva.Tenancy.Auditing.Chain;

/// <summary>What is wrong with an audit log.</summary>
public enum AuditFault
{
    /// <summary>The record is not the one that was sealed, or one right before it was taken away together with its seal.</summary>
    RecordChanged,

    /// <summary>There is a seal and no record: it was taken away.</summary>
    RecordMissing,

    /// <summary>There is a record that was never sealed, though a later one was: it was put in afterwards.</summary>
    RecordNotSealed,

    /// <summary>A personal value that the record names is missing, was exchanged, or its key was, and nobody erased it.</summary>
    PersonalValueLost,

    /// <summary>The log ends before the place where it was anchored: its end was cut off.</summary>
    EndMissing,

    /// <summary>What stands at the place where the log was anchored is not what stood there: it was written anew.</summary>
    NotAsAnchored,

    /// <summary>The anchor in the registry was not written by this installation.</summary>
    AnchorNotGenuine,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Fault">What.</param>
/// <param name="Sequence">At which place of the log.</param>
public sealed record AuditFinding(AuditFault Fault, long Sequence);

/// <summary>How an audit log was found.</summary>
/// <param name="Records">How many records were looked at.</param>
/// <param name="Unsealed">How many of them, at its end, wait for the next commit to seal them: written beside the application.</param>
/// <param name="Head">The place of the last sealed record; 0 when there is none.</param>
/// <param name="Anchor">Where it was anchored, or null when it never was.</param>
/// <param name="Faults">How many things are wrong.</param>
/// <param name="Findings">The first of them, at most <see cref="MostFindings"/>.</param>
public sealed record AuditVerdict(
    long Records,
    long Unsealed,
    long Head,
    AuditAnchor? Anchor,
    long Faults,
    IReadOnlyList<AuditFinding> Findings
)
{
    /// <summary>How many findings are named.</summary>
    public const int MostFindings = 100;

    /// <summary>Whether the log is as it was written.</summary>
    public bool Intact => Faults == 0;
}

/// <summary>How far a log went when it was last anchored.</summary>
/// <param name="Sequence">The place of its last record then.</param>
/// <param name="Hash">That record's seal, in lower-case hexadecimal digits.</param>
/// <param name="At">When.</param>
/// <param name="Genuine">Whether the signature is this installation's.</param>
public sealed record AuditAnchor(long Sequence, string Hash, DateTimeOffset At, bool Genuine);
