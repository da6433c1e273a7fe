using System.ComponentModel.DataAnnotations;
using Metiva.Tenancy.Binding;

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

    /// <summary>How long to wait for the turn to write to one company before it is <see cref="BindingOutcome.Busy"/>.</summary>
    public TimeSpan WriteWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many reads of one company run at once; more wait, so that one company cannot starve the others.</summary>
    [Range(1, 1_000)]
    public int ReadsPerCompany { get; set; } = 16;

    /// <summary>How long a read waits for its turn before it is <see cref="BindingOutcome.Busy"/>.</summary>
    public TimeSpan ReadWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one unit of work on a company database may take.</summary>
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After how long without a sign of life another node takes a company's move over.</summary>
    public TimeSpan MoveLease { get; set; } = TimeSpan.FromSeconds(30);

    internal TimeSpan MaxSnapshotAge(AccessKind kind) =>
        TimeSpan.FromMilliseconds(kind == AccessKind.Command ? MaxSnapshotAgeForCommandsMilliseconds : MaxSnapshotAgeForReadsMilliseconds);
}
