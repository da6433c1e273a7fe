using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.ControlPlane;

/// <summary>A database server.</summary>
public sealed class ServerRow : IAnnounced
{
    /// <summary>Key.</summary>
    public required string Name { get; init; }

    /// <summary>Which engine runs there.</summary>
    public required string Engine { get; init; }

    /// <summary>The region where its data stays.</summary>
    public required string Region { get; set; }

    /// <summary>
    /// Where it is: for SQL Server its data source (host, or host and port), for the embedded engine a directory. Empty is the
    /// place that the settings name. Never a credential.
    /// </summary>
    public string Address { get; set; } = "";

    /// <summary>Whether new companies may be put here.</summary>
    public ServerState State { get; set; } = ServerState.Open;

    /// <summary>When it was last asked whether it works.</summary>
    public DateTimeOffset? CheckedAt { get; set; }

    /// <summary>What it answered: null when it works, otherwise the kind of failure, without any driver's text.</summary>
    public string? Trouble { get; set; }

    /// <summary>Counts changes, so that two people cannot overwrite each other.</summary>
    public long Version { get; set; }

    // Servers are few: whoever hears of a change reads them all.
    ChangeKey IAnnounced.ChangeKey => new(ChangeKind.Server, Guid.Empty);
}

/// <summary>Whether a server takes companies.</summary>
public enum ServerState
{
    /// <summary>New companies may be put here.</summary>
    Open = 1,

    /// <summary>Those that are here stay; no other comes.</summary>
    Closed = 2,
}

/// <summary>The rotation of a company's credential, from the moment it was asked for until the old one was seen dead.</summary>
public sealed class CredentialRotationRow
{
    /// <summary>Key: a company has at most one rotation at a time.</summary>
    public required CompanyId CompanyId { get; init; }

    /// <summary>Names this rotation; also the id of its audit record.</summary>
    public required Guid Id { get; init; }

    /// <summary>The login in use before.</summary>
    public required LoginSlot From { get; init; }

    /// <summary>The last step that was finished.</summary>
    public required RotationStep Step { get; set; }

    /// <summary>Who asked for it; null when the schedule did.</summary>
    public PersonId? RequestedBy { get; init; }

    /// <summary>The name at that time.</summary>
    public required string RequestedByName { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last step was finished.</summary>
    public required DateTimeOffset StepAt { get; set; }

    /// <summary>What stopped it, as the kind of failure, without any driver's text; null while it runs.</summary>
    public string? Trouble { get; set; }
}

/// <summary>How far a rotation is. Each step can be repeated.</summary>
public enum RotationStep
{
    /// <summary>Asked for; nothing has changed.</summary>
    Requested = 1,

    /// <summary>The idle login has its new password, in the vault first and then on the server, and is enabled.</summary>
    IdleReady = 2,

    /// <summary>The catalog names the idle login: new connections use it.</summary>
    Switched = 3,

    /// <summary>Every node has had the time to hear of it and to finish what it was doing with the old one.</summary>
    Drained = 4,

    /// <summary>The old login is disabled and its password replaced by one that nobody knows.</summary>
    OldDisabled = 5,

    /// <summary>The old login's remaining sessions were ended.</summary>
    SessionsEnded = 6,
}

/// <summary>A company's move to another server, from the moment it was asked for until the old database was dropped.</summary>
public sealed class CompanyMoveRow
{
    /// <summary>Key: a company moves at most once at a time.</summary>
    public required CompanyId CompanyId { get; init; }

    /// <summary>Names this move; also the id of its audit record.</summary>
    public required Guid Id { get; init; }

    /// <summary>The server that it leaves.</summary>
    public required string FromServer { get; init; }

    /// <summary>The database that it leaves.</summary>
    public required string FromDatabase { get; init; }

    /// <summary>The server that it goes to.</summary>
    public required string ToServer { get; init; }

    /// <summary>The database that it goes to.</summary>
    public required string ToDatabase { get; init; }

    /// <summary>The last step that was finished.</summary>
    public required MoveStep Step { get; set; }

    /// <summary>How many rows were copied so far, for showing progress.</summary>
    public long RowsCopied { get; set; }

    /// <summary>How many rows there are to copy; 0 before they were counted.</summary>
    public long RowsToCopy { get; set; }

    /// <summary>Why, in the words of whoever asked for it.</summary>
    public required string Reason { get; init; }

    /// <summary>Who asked for it.</summary>
    public required PersonId RequestedBy { get; init; }

    /// <summary>The name at that time.</summary>
    public required string RequestedByName { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// When whoever works on it last wrote something down; also what they compare, so that two never work on one move. Dated back
    /// when nobody does.
    /// </summary>
    public required DateTimeOffset StepAt { get; set; }

    /// <summary>Who gave it up; null as long as nobody did.</summary>
    public PersonId? GivenUpBy { get; set; }

    /// <summary>The name at that time.</summary>
    public string? GivenUpByName { get; set; }

    /// <summary>What stopped it last, as the kind of failure, without any driver's text; null when it has come further since.</summary>
    public string? Trouble { get; set; }
}

/// <summary>How far a move is. Each step can be repeated.</summary>
public enum MoveStep
{
    /// <summary>Asked for; nothing has changed.</summary>
    Requested = 1,

    /// <summary>The company is not served, and every node has had the time to hear of it.</summary>
    Held = 2,

    /// <summary>The new database stands, empty, with its stamp and logins.</summary>
    Prepared = 3,

    /// <summary>Every row was copied.</summary>
    Copied = 4,

    /// <summary>Counts and hashes of both databases agree.</summary>
    Verified = 5,

    /// <summary>The catalog names the new database and the company is served again.</summary>
    Switched = 6,

    /// <summary>Nobody can sign in to the old database any more.</summary>
    Frozen = 7,

    /// <summary>Given up before the switch: the company is served from where it was.</summary>
    Abandoned = 8,
}
