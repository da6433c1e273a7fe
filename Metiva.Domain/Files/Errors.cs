using Metiva.Domain.Shared;

namespace Metiva.Domain.Files;

/// <summary>What lies in the bin does not change.</summary>
public sealed record FileInBin() : Error("files.in-bin", "This file lies in the bin. Take it back first.");

/// <summary>Only what lies in the bin can be taken back.</summary>
public sealed record FileNotInBin() : Error("files.not-in-bin", "This file does not lie in the bin. Reload the list.");

/// <summary>The plan's storage is used up.</summary>
/// <param name="Free">How many bytes there is room for.</param>
/// <param name="Wanted">How many were wanted.</param>
public sealed record StorageFull(long Free, long Wanted)
    : Error(
        "files.storage-full",
        $"There is no room for this file: {Megabytes.Of(Wanted)} MB are needed and {Megabytes.Of(Free)} MB are free. Remove files, empty the bin, or ask for a larger plan."
    )
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [Megabytes.Of(Wanted), Megabytes.Of(Free)];
}

/// <summary>The file is larger than files may be.</summary>
/// <param name="AtMost">How many bytes may be.</param>
public sealed record FileTooLarge(long AtMost)
    : Error("files.too-large", $"This file is larger than the {Megabytes.Of(AtMost)} MB that are allowed here.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [Megabytes.Of(AtMost)];
}

/// <summary>A part was sent that is not the next one.</summary>
/// <param name="Received">From where to go on.</param>
public sealed record WrongOffset(long Received) : Error("files.wrong-offset", $"The upload stands at byte {Received}. Go on from there.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [Received];
}

/// <summary>An upload was finished before all of it was there.</summary>
/// <param name="Received">From where to go on.</param>
public sealed record UploadIncomplete(long Received)
    : Error("files.upload-incomplete", $"The upload is not complete: it stands at byte {Received}. Send the rest first.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [Received];
}

/// <summary>The content behind a row or a part of an upload is not in the store, or is not what was written there.</summary>
public sealed record ContentMissing()
    : Error("files.content-missing", "The content of this file cannot be read. Whoever runs Metiva can restore it from a backup.");

/// <summary>Sizes as people read them.</summary>
internal static class Megabytes
{
    /// <summary>In millions of bytes, rounded up.</summary>
    internal static long Of(long bytes) => (Math.Max(0, bytes) + 999_999) / 1_000_000;
}
