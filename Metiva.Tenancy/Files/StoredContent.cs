namespace Metiva.Tenancy.Files;

/// <summary>Content that a <see cref="FileStore"/> holds, on disk and not only on its way there.</summary>
/// <param name="Hash">SHA-256 of the plain content, 64 lower-case hexadecimal digits; by this it is asked for.</param>
/// <param name="Length">How many bytes the plain content has.</param>
internal sealed record StoredContent(string Hash, long Length);

/// <summary>What a sweep took away.</summary>
/// <param name="Orphans">Stored files that nothing names any more.</param>
/// <param name="Temporaries">Files of uploads that never ended.</param>
internal sealed record Swept(int Orphans, int Temporaries);
