using System.ComponentModel.DataAnnotations;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;

namespace Metiva.Tenancy;

/// <summary>Settings of the section <c>Tenancy</c>.</summary>
public sealed class TenancyOptions
{
    /// <summary>The engine of this installation: <c>Sqlite</c> or <c>SqlServer</c>.</summary>
    [Required]
    public string Engine { get; set; } = "Sqlite";

    /// <summary>Where the embedded engine keeps its files, as an absolute path or one relative to the content root.</summary>
    [Required]
    public string DataDirectory { get; set; } = "App_Data";

    /// <summary>How often the change feed is polled, in milliseconds.</summary>
    [Range(50, 1_000)]
    public int FeedIntervalMilliseconds { get; set; } = 500;

    /// <summary>How old the snapshot may be for a command, in milliseconds.</summary>
    [Range(500, 60_000)]
    public int MaxSnapshotAgeForCommandsMilliseconds { get; set; } = 3_000;

    /// <summary>How old the snapshot may be for a read, in milliseconds.</summary>
    [Range(500, 60_000)]
    public int MaxSnapshotAgeForReadsMilliseconds { get; set; } = 10_000;

    /// <summary>After how long without use a session ends.</summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>After how long a session ends whatever happens.</summary>
    public TimeSpan SessionAbsolute { get; set; } = TimeSpan.FromHours(8);

    /// <summary>
    /// How many connections to company databases this process holds, all companies together, idle ones included. 100 is what
    /// the driver of SQL Server allows a single pool, so a small server takes several processes; and 100 files with their logs
    /// stay well below the 1,024 open files that a process usually may have.
    /// </summary>
    [Range(1, 30_000)]
    public int ConnectionBudget { get; set; } = 100;

    /// <summary>
    /// How many of them one company holds at most; one is kept for its writer. More callers wait, so that one company cannot
    /// starve the others. Never more than <see cref="ConnectionBudget"/>.
    /// </summary>
    [Range(1, 1_000)]
    public int ConnectionsPerCompany { get; set; } = 16;

    /// <summary>
    /// How many pieces of work of one person run at one company at once on a node; more wait their turn for as long as for a connection.
    /// </summary>
    [Range(2, 1_000)]
    public int StatementsPerPerson { get; set; } = 8;

    /// <summary>How many rows one query of a page may fetch. Lists and exports read a page at a time; more than this is a mistake.</summary>
    [Range(1_000, 1_000_000)]
    public int RowsPerQuery { get; set; } = 10_000;

    /// <summary>How long a read waits for its turn and a connection before it is <see cref="BindingOutcome.Busy"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ConnectionWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a command waits for its company's turn to write and a connection before it is <see cref="BindingOutcome.Busy"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan WriteWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one unit of work on a company database may take, by the company's plan.</summary>
    public StatementTimeouts StatementTimeouts { get; set; } = new();

    /// <summary>How old the password of a company's database login becomes before it is replaced; zero is never.</summary>
    public TimeSpan CredentialMaxAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often rotations of credentials are looked after.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan CredentialCheckInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long without a sign of life another node takes a company's move over.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MoveLease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the ends of audit logs that grew are written down, signed, in the control plane.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan AuditAnchorInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How work from the companies' outboxes is done.</summary>
    public WorkOptions Work { get; set; } = new();

    /// <summary>How often what companies used is written down; a process that is killed loses what it counted since.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan UsageInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Through which server companies send mail.</summary>
    public MailOptions Mail { get; set; } = new();

    /// <summary>How long after an announcement every node must have heard of it, or refuses by itself.</summary>
    internal TimeSpan Hearing =>
        TimeSpan.FromMilliseconds(Math.Max(MaxSnapshotAgeForReadsMilliseconds, MaxSnapshotAgeForCommandsMilliseconds));

    internal TimeSpan MaxSnapshotAge(AccessKind kind) =>
        TimeSpan.FromMilliseconds(kind == AccessKind.Command ? MaxSnapshotAgeForCommandsMilliseconds : MaxSnapshotAgeForReadsMilliseconds);
}
