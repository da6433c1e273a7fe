using System.Globalization;

namespace Metiva.Tenancy.Mail.Smtp;

/// <summary>What a server can do, from its answer to EHLO.</summary>
/// <param name="StartTls">It can encrypt the line (RFC 3207).</param>
/// <param name="AuthPlain">It takes AUTH PLAIN (RFC 4616).</param>
/// <param name="AuthLogin">It takes AUTH LOGIN.</param>
/// <param name="MaxSize">The largest mail in bytes (RFC 1870); 0 is without a limit, null when it does not speak of sizes.</param>
internal sealed record SmtpAbilities(bool StartTls, bool AuthPlain, bool AuthLogin, long? MaxSize)
{
    public static SmtpAbilities Read(SmtpReply hello)
    {
        // The first line is the greeting.
        var words = hello.Lines.Skip(1).Select(line => line.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var ways = words.Where(line => line is ["AUTH", ..]).SelectMany(line => line.Skip(1)).ToHashSet(StringComparer.Ordinal);
        var size = words.FirstOrDefault(line => line is ["SIZE", ..]);
        return new SmtpAbilities(
            words.Any(line => line is ["STARTTLS"]),
            ways.Contains("PLAIN"),
            ways.Contains("LOGIN"),
            size is null ? null
                : size.Length > 1 && long.TryParse(size[1], NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? max
                : 0
        );
    }
}
