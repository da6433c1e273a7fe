using System.Text.Json;
using System.Text.RegularExpressions;
using Metiva.Web.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Metiva.Tests.Operations;

/// <summary>What the log of a production host keeps to itself.</summary>
public sealed class RedactedJsonTests
{
    [Theory]
    [InlineData("mail to jan.de-vries+facturen@bakkerij.example.nl failed", "mail to [e-mail] failed")]
    [InlineData(@"jan\u002Bwerk@bakkerij.nl", "[e-mail]")]
    [InlineData("Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl!", "Bearer [token]!")]
    [InlineData("Server=db;User ID=sa;Password=h3el geheim;Encrypt=true", "Server=db;User ID=sa;Password=[secret];Encrypt=true")]
    [InlineData(@"Password='a;b c';Encrypt=true", "Password=[secret];Encrypt=true")]
    [InlineData(@"Password=a\\b c;Encrypt=true", "Password=[secret];Encrypt=true")]
    [InlineData("{\"State\":\"Password=geheim\",\"Next\":1}", "{\"State\":\"Password=[secret]\",\"Next\":1}")]
    [InlineData("Server=db;PWD=x'y\"", "Server=db;PWD=[secret]\"")]
    [InlineData("The password is too short", "The password is too short")]
    [InlineData("/callback?code=0.AX8A&state=1", "/callback?code=[secret]&state=1")]
    [InlineData("paid to NL91 ABNA 0417 1643 00 today", "paid to [iban] today")]
    [InlineData("paid to NL91ABNA0417164300.", "paid to [iban].")]
    [InlineData(
        "company aaaaaaaa-0000-4000-8000-000000000000 bound in 12 ms",
        "company aaaaaaaa-0000-4000-8000-000000000000 bound in 12 ms"
    )]
    [InlineData("Factuur 2026-0001 @ 12:30", "Factuur 2026-0001 @ 12:30")]
    public void It_is_taken_out(string said, string kept) => Assert.Equal(kept, RedactedJson.Redact(said));

    [Fact]
    public void A_long_line_is_looked_through()
    {
        var text = string.Concat(Enumerable.Repeat(new string('a', 100) + "+", 10_000));
        Assert.EndsWith(" [e-mail]", RedactedJson.Redact(text + " piet@bakkerij.nl"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_looked_through_is_not_shown_and_nobody_is_stopped_by_it()
    {
        var line = Written("geheim", redaction: text => throw new RegexMatchTimeoutException(text, "x", TimeSpan.FromSeconds(1)));
        using var json = JsonDocument.Parse(line);
        Assert.Equal(RedactedJson.Withheld, json.RootElement.GetProperty("Message").GetString());
        Assert.Equal(
            ("Metiva.Test", 7),
            (json.RootElement.GetProperty("Category").GetString(), json.RootElement.GetProperty("EventId").GetInt32())
        );
        Assert.DoesNotContain("geheim", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_stays_json_wherever_the_secret_stood()
    {
        var values = new List<KeyValuePair<string, object?>> { new("Who", "piet@bakkerij.nl"), new("Company", "aaaa") };
        var exception = new InvalidOperationException("Login failed\npiet@bakkerij.nl, <piet+x@bakkerij.nl>\n with Password=\"geheim\";");
        var line = Written("piet@bakkerij.nl was refused at aaaa", values, exception);
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        Assert.Equal("[e-mail] was refused at aaaa", root.GetProperty("Message").GetString());
        Assert.Equal("[e-mail]", root.GetProperty("State").GetProperty("Who").GetString());
        Assert.Equal("aaaa", root.GetProperty("State").GetProperty("Company").GetString());
        Assert.DoesNotContain("piet", line, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", line, StringComparison.Ordinal);
        Assert.Equal(line.TrimEnd().Length, line.TrimEnd().Split('\n')[0].Length);
    }

    private static string Written(
        string message,
        List<KeyValuePair<string, object?>>? values = null,
        Exception? exception = null,
        Func<string, string>? redaction = null
    )
    {
        using var services = new ServiceCollection().AddLogging(logging => logging.AddConsole()).BuildServiceProvider();
        var formatter = new RedactedJson(services) { Redaction = redaction ?? RedactedJson.Redact };
        using var line = new StringWriter();
        formatter.Write(
            new LogEntry<List<KeyValuePair<string, object?>>>(
                LogLevel.Error,
                "Metiva.Test",
                new EventId(7),
                values ?? [],
                exception,
                (_, _) => message
            ),
            scopeProvider: null,
            line
        );
        return line.ToString();
    }
}
