using System.Net.Security;

namespace Metiva.Tenancy.Mail.Smtp;

/// <summary>How the line to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>It begins in the clear and is encrypted before anything is said; a server that does not offer it gets no mail (RFC 3207).</summary>
    StartTls = 0,

    /// <summary>It is encrypted from the first byte (RFC 8314).</summary>
    Tls = 1,

    /// <summary>It is not protected: on this machine only.</summary>
    None = 2,
}

/// <summary>Which mail server takes the mails, and how it is spoken to.</summary>
internal sealed record SmtpServerOptions
{
    public required string Host { get; init; }

    public int Port { get; init; } = 587;

    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>What this host calls itself.</summary>
    public string HeloName { get; init; } = "localhost";

    /// <summary>How long one step may take; RFC 5321 allows minutes, a queue that tries again needs less.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Judges the server's certificate instead of the system's trust; for a pinned one.</summary>
    public RemoteCertificateValidationCallback? Certificate { get; init; }
}
