namespace Metiva.Tenancy.CompanyData;

/// <summary>
/// Somebody whose personal values stand in the audit log, encrypted with a key of their own. Erasing them destroys the key: the records
/// and their seals stay as they are, and nobody reads the values any more. Who acts again after that is a new subject.
/// </summary>
public sealed class AuditSubject
{
    /// <summary>The longest <see cref="Subject"/>.</summary>
    public const int SubjectLength = 64;

    /// <summary>The length of <see cref="EncryptionKey"/> in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>Key of the row.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who: the kind and the id, such as <c>Person:0190…</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What the values are encrypted with; null once it was destroyed.</summary>
    public byte[]? EncryptionKey { get; set; }

    /// <summary>When the first value was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the key was destroyed.</summary>
    public DateTimeOffset? ErasedAt { get; set; }
}

/// <summary>One personal value, encrypted. Records name it by a hash of what is stored, so it cannot be exchanged unseen.</summary>
public sealed class AuditValue
{
    /// <summary>The length of <see cref="Reference"/>.</summary>
    public const int ReferenceLength = 22;

    /// <summary>The longest <see cref="Cipher"/> in bytes.</summary>
    public const int CipherLength = 2_000;

    /// <summary>The first 128 bits of the SHA-256 of <see cref="Cipher"/>, in base64url.</summary>
    public required string Reference { get; init; }

    /// <summary>Whose value it is.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>Nonce, encrypted text and tag.</summary>
    public required byte[] Cipher { get; init; }
}
