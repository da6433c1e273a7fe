using System.ComponentModel.DataAnnotations;

namespace Metiva.Tenancy.Files;

/// <summary>Settings of the section <c>Tenancy:Files</c>.</summary>
public sealed class FileSettings
{
    internal const string Section = "Tenancy:Files";

    /// <summary>
    /// Where the contents of files lie, a directory for each company; by default <c>files</c> in the data directory. Hosts that share
    /// a control plane share this directory too.
    /// </summary>
    public string? Directory { get; set; }

    /// <summary>How many bytes one request may bring; a larger file comes in parts. 25 MiB, as much as a mail may carry.</summary>
    [Range(1, 1_000_000_000)]
    public long RequestBytes { get; set; } = 25 * 1024 * 1024;

    /// <summary>How many bytes a part of a larger file has at most. What is lost when a connection breaks is never more than this.</summary>
    [Range(1, 100_000_000)]
    public long PartBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>How many bytes a file has at most.</summary>
    [Range(1, 100_000_000_000)]
    public long LargestBytes { get; set; } = 5_000_000_000;

    /// <summary>For how long an upload that stands still can be taken up again.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan UploadLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How old content has to be before it is taken away because no row names it.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "30.00:00:00")]
    public TimeSpan OrphanAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often what nobody needs any more is taken away.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromHours(1);
}
