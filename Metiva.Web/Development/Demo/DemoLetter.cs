using Metiva.Web.Shell.Mailing;

namespace Metiva.Web.Development.Demo;

/// <summary>What a demo mail says, paragraph by paragraph.</summary>
internal sealed record DemoLetter(string Kind, string To, string? ToName, string Language, string Subject, IReadOnlyList<string> Paragraphs)
{
    /// <summary>The same as real mails are written from.</summary>
    public MailLetter Signed(string sender) => new(Subject, Paragraphs) { Signature = sender };
}
