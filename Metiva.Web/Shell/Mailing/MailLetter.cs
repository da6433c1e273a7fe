namespace Metiva.Web.Shell.Mailing;

/// <summary>What a mail says, before it has a form: it is written as plain text and as HTML from this one thing, so both say the same.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Paragraphs">Its paragraphs, as plain text; line breaks within one are kept.</param>
public sealed record MailLetter(string Subject, IReadOnlyList<string> Paragraphs)
{
    /// <summary>Short lines of a list after the paragraphs.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>Facts in two columns after those, such as an amount and an account number.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>What the reader can do, and where.</summary>
    public (string Text, string Address)? Action { get; init; }

    /// <summary>What stands at the end.</summary>
    public required string Signature { get; init; }

    /// <summary>Why the reader gets it, and what they can do about that, in small print.</summary>
    public string? Footer { get; init; }
}
