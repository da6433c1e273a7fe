using System.Globalization;

namespace Metiva.Tenancy.Files;

/// <summary>A stored file was changed, cut, replaced, or belongs to another company. None of its unproven bytes were handed out.</summary>
/// <param name="name">The name on disk, which says nothing about the content.</param>
/// <param name="inner">What showed it.</param>
public sealed class FileDamagedException(string name, Exception? inner = null)
    : Exception($"The stored file {name} is not what was written there. Restore it from a backup.", inner);

/// <summary>The content is longer than the caller allows. Nothing of it was kept.</summary>
/// <param name="atMost">How many bytes were allowed.</param>
public sealed class FileTooLongException(long atMost)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"The file is longer than the {atMost} bytes that are allowed."))
{
    /// <summary>How many bytes were allowed.</summary>
    public long AtMost => atMost;
}
