using System.Text;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Mail.Mime;
using Xunit;

namespace Metiva.Tests.Mail;

public sealed class MimeWriterTests
{
    private static readonly MailMessage Mail = new()
    {
        MessageId = "0199@example.nl",
        Date = new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero),
        From = MailAddress.TryParse("post@example.nl", "Bakkerij \"Zon\"")!,
        To = MailAddress.TryParse("zoe@example.nl", "Zoë Müller")!,
        Subject = "Factuur 2026-0001",
        Text = "Beste Zoë,\n.begint met een punt\n" + new string('x', 2_000) + "\nspatie aan het eind \n",
        Html = "<p>Beste Zoë</p>",
        Language = "nl",
    };

    [Fact]
    public void A_mail_is_ascii_in_lines_that_every_server_takes()
    {
        var bytes = MimeWriter.Write(Mail with { Subject = string.Concat(Enumerable.Repeat("Überraschung 🎉 ", 20)) });

        Assert.All(bytes, letter => Assert.InRange(letter, 9, 126));
        Assert.All(Lines(bytes), line => Assert.InRange(line.Length, 0, 78));
    }

    [Fact]
    public void The_headers_name_sender_moment_and_the_chosen_message_id()
    {
        var lines = Lines(MimeWriter.Write(Mail));

        Assert.Contains("Date: Mon, 05 Jan 2026 09:30:00 +0000", lines);
        Assert.Contains("From: \"Bakkerij \\\"Zon\\\"\" <post@example.nl>", lines);
        Assert.Contains("To: =?UTF-8?B?Wm/DqyBNw7xsbGVy?= <zoe@example.nl>", lines);
        Assert.Contains("Message-ID: <0199@example.nl>", lines);
        Assert.Contains("MIME-Version: 1.0", lines);
    }

    [Theory]
    [InlineData("Hallo\r\nBcc: eve@example.nl")]
    [InlineData("Hallo\nBcc: eve@example.nl")]
    public void A_subject_that_would_begin_another_header_is_refused(string subject) =>
        Assert.Throws<ArgumentException>(() => MimeWriter.Write(Mail with { Subject = subject }));

    [Fact]
    public void A_file_whose_name_or_type_would_begin_another_header_is_refused()
    {
        Assert.Throws<ArgumentException>(() =>
            MimeWriter.Write(Mail with { Files = [new MailFile("a\r\nX: y", "text/plain", new byte[1])] })
        );
        Assert.Throws<ArgumentException>(() =>
            MimeWriter.Write(Mail with { Files = [new MailFile("a", "text/plain\r\nX: y", new byte[1])] })
        );
    }

    [Fact]
    public void A_long_file_name_goes_in_parts()
    {
        var name = new string('é', 150) + ".pdf";
        var lines = Lines(MimeWriter.Write(Mail with { Files = [new MailFile(name, "application/pdf", new byte[100])] }));

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 78));
        Assert.Contains(lines, line => line.Contains("filename*1*=", StringComparison.Ordinal));
    }

    [Fact]
    public void An_encoded_word_never_cuts_a_character_in_two()
    {
        var words = HeaderText.Unstructured(string.Concat(Enumerable.Repeat("🎉", 40))).Split(' ');

        Assert.True(words.Length > 1);
        Assert.All(
            words,
            word =>
            {
                Assert.InRange(word.Length, 1, 75);
                Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Convert.FromBase64String(word["=?UTF-8?B?".Length..^2])));
            }
        );
    }

    [Fact]
    public void The_same_mail_gives_the_same_bytes() => Assert.Equal(MimeWriter.Write(Mail), MimeWriter.Write(Mail with { }));

    private static string[] Lines(byte[] mail) => Encoding.ASCII.GetString(mail).Split("\r\n");
}
