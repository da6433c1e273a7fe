namespace Metiva.Tenancy.Mail.Smtp;

/// <summary>A mail as it follows DATA (RFC 5321, 4.5.2): a dot that begins a line is doubled, a line with a dot alone ends it.</summary>
internal static class DotStuffing
{
    /// <exception cref="ArgumentException">A line end is not CR LF, or there is a byte that is not ASCII.</exception>
    public static byte[] Stuff(ReadOnlySpan<byte> mail)
    {
        var result = new List<byte>(mail.Length + 64);
        var lineStart = true;
        for (var at = 0; at < mail.Length; at++)
        {
            var letter = mail[at];
            var lineEnd = letter == '\r' && at + 1 < mail.Length && mail[at + 1] == '\n';

            // A lone CR or LF is taken for a line end by some servers, which lets a body end the mail and begin another (SMTP smuggling).
            if (letter is 0 or > 127 or (byte)'\n' || (letter == '\r' && !lineEnd))
            {
                throw new ArgumentException("A mail holds a byte that must not go over the wire.", nameof(mail));
            }

            if (lineStart && letter == '.')
            {
                result.Add((byte)'.');
            }

            result.Add(letter);
            lineStart = lineEnd;
            if (lineEnd)
            {
                result.Add((byte)'\n');
                at++;
            }
        }

        if (!lineStart)
        {
            result.AddRange("\r\n"u8);
        }

        result.AddRange(".\r\n"u8);
        return [.. result];
    }
}
