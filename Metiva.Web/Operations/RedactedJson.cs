using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Metiva.Web.Operations;

/// <summary>
/// The console's JSON, one line an entry, with what must not stand in a log taken out of it wherever it came from: a message, a value or
/// the text of an exception.
/// </summary>
internal sealed partial class RedactedJson(IServiceProvider services) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name that <c>Logging:Console:FormatterName</c> knows it by.</summary>
    public const string FormatterName = "redacted-json";

    /// <summary>What stands in the place of an entry that is too long to be looked through in time.</summary>
    public const string Withheld = "[not shown: it could not be redacted in time]";

    private const string EscapedAt = @"\u0040";

    private readonly Lazy<ConsoleFormatter> json = new(() =>
        services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == ConsoleFormatterNames.Json)
    );

    internal Func<string, string> Redaction { get; init; } = Redact;

    /// <summary>Takes out e-mail addresses, tokens, passwords of connection strings, bank accounts and secrets of addresses.</summary>
    public static string Redact(string text)
    {
        text = Token().Replace(text, "[token]");
        text =
            text.Contains('@', StringComparison.Ordinal) || text.Contains(EscapedAt, StringComparison.Ordinal)
                ? Email().Replace(text, "${before}[e-mail]")
                : text;
        text = Password().Replace(text, "${name}=[secret]");
        text = Secret().Replace(text, "${name}=[secret]");
        return Iban().Replace(text, "[iban]");
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using var line = new StringWriter();
        json.Value.Write(logEntry, scopeProvider, line);
        try
        {
            textWriter.Write(Redaction(line.ToString()));
        }
        catch (RegexMatchTimeoutException)
        {
            // A log never ends what it tells about, and what could not be looked at is not shown.
            var withheld = new
            {
                EventId = logEntry.EventId.Id,
                LogLevel = logEntry.LogLevel.ToString(),
                logEntry.Category,
                Message = Withheld,
            };
            textWriter.WriteLine(JsonSerializer.Serialize(withheld));
        }
    }

    // In JSON an @ or a + may be written as an escape, and an escape (a line's end, say) may stand right before. It begins where no other
    // address can have begun and never goes back, so that a long text is looked through once.
    [GeneratedRegex(
        @"(?:(?<before>\\(?:u[0-9a-f]{4}|.))|(?<![\w.%+\\-]))(?>(?:[\w.%+-]|\\u002B)+)(?:@|\\u0040)[\w-]+(?:\.[\w-]+)+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Email();

    [GeneratedRegex(@"\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)*", RegexOptions.None, 1000)]
    private static partial Regex Token();

    // A value of a connection string ends at a semicolon, or where its quotes do; those may be written as escapes.
    [GeneratedRegex(
        @"\b(?<name>password|pwd)\s*=\s*(?:(?<quote>""|'|\\""|\\u0022|\\u0027).*?\k<quote>|(?:[^;""\\]|\\(?!u0022|"").)+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Password();

    [GeneratedRegex(
        @"\b(?<name>client_secret|access_token|refresh_token|id_token|code)\s*=\s*(?!\[)[^;&\s""\\]+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Secret();

    [GeneratedRegex(@"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", RegexOptions.None, 1000)]
    private static partial Regex Iban();
}
