using System.Text.Json;
using Metiva.Web.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
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
    public void A_line_stays_json_wherever_the_secret_stood()
    {
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddConsole().AddConsoleFormatter<RedactedJson, ConsoleFormatterOptions>())
            .BuildServiceProvider();
        var formatter = services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == RedactedJson.FormatterName);
        using var line = new StringWriter();
        var values = new List<KeyValuePair<string, object?>> { new("Who", "piet@bakkerij.nl"), new("Company", "aaaa") };
        var exception = new InvalidOperationException("Login failed for piet@bakkerij.nl with Password=\"geheim\";");
        formatter.Write(
            new LogEntry<List<KeyValuePair<string, object?>>>(
                LogLevel.Error,
                "Metiva.Test",
                new EventId(7),
                values,
                exception,
                (_, _) => "piet@bakkerij.nl was refused at aaaa"
            ),
            scopeProvider: null,
            line
        );
        using var json = JsonDocument.Parse(line.ToString());
        var root = json.RootElement;
        Assert.Equal("[e-mail] was refused at aaaa", root.GetProperty("Message").GetString());
        Assert.Equal("[e-mail]", root.GetProperty("State").GetProperty("Who").GetString());
        Assert.Equal("aaaa", root.GetProperty("State").GetProperty("Company").GetString());
        Assert.DoesNotContain("piet", line.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", line.ToString(), StringComparison.Ordinal);
        Assert.Equal(line.ToString().TrimEnd().Length, line.ToString().TrimEnd().Split('\n')[0].Length);
    }
}
