using System.Globalization;
using System.Text.RegularExpressions;

namespace Metiva.Tenancy.Mail.Smtp;

/// <summary>What a server answered (RFC 5321, 4.2), all its lines.</summary>
/// <param name="Code">The three digits.</param>
/// <param name="Lines">The texts of its lines.</param>
internal sealed partial record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>The enhanced status code such as <c>5.1.1</c> (RFC 3463); null when the server gave none.</summary>
    public string? Enhanced =>
        EnhancedCode().Match(Lines[^1]) is { Success: true } match && match.Value[0] - '0' == Code / 100 ? match.Value : null;

    public bool Positive => Code is >= 200 and < 400;

    public bool Permanent => Code is >= 500 and < 600;

    /// <summary>The whole text, on one line.</summary>
    public string Text => string.Join(' ', Lines);

    /// <summary>One line of an answer. Throws on what no server that speaks SMTP says.</summary>
    public static (int Code, bool More, string Text) Line(string line)
    {
        if (
            line.Length < 3
            || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            || code is < 200 or > 599
            || (line.Length > 3 && line[3] is not (' ' or '-'))
        )
        {
            throw new SmtpProtocolException("The server's answer is not SMTP.");
        }

        return (code, line.Length > 3 && line[3] == '-', line.Length > 4 ? line[4..] : "");
    }

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}(?=\s|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnhancedCode();
}

/// <summary>How far a mail had come.</summary>
internal enum SmtpStage
{
    /// <summary>Connecting, encrypting, greeting, proving who we are.</summary>
    Opening = 0,

    /// <summary>Naming the sender and the recipients.</summary>
    Envelope = 1,

    /// <summary>The mail was on its way: without an answer nobody knows whether it arrived.</summary>
    Data = 2,
}

/// <summary>The server said no.</summary>
internal sealed class SmtpRefusedException(SmtpStage stage, SmtpReply reply)
    : Exception($"The mail server refused with {reply.Code} {reply.Enhanced}".TrimEnd() + ".")
{
    public SmtpStage Stage { get; } = stage;

    public SmtpReply Reply { get; } = reply;
}

/// <summary>The server cannot be used as it is set up, or does not speak SMTP; nothing of the mail was sent.</summary>
internal sealed class SmtpProtocolException(string message) : Exception(message);

/// <summary>The line broke, or the server was too slow.</summary>
internal sealed class SmtpConnectionException(SmtpStage stage, Exception inner)
    : Exception($"The connection to the mail server failed ({stage}).", inner)
{
    public SmtpStage Stage { get; } = stage;
}
