using System.Net;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Identity;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Development;

/// <summary>What would have been sent can be looked at where it is developed, and nowhere else.</summary>
public sealed class CapturedMailTests(Workspace.DemoServer demo) : IClassFixture<Workspace.DemoServer>
{
    private readonly MetivaServer server = demo.Server;

    [Fact]
    public async Task Mails_of_all_companies_stand_there_with_all_that_is_in_them()
    {
        var mail = Captured("Onderwerp <b>een</b>", DemoCompanies.Bakery);
        Captured("Van een ander", DemoCompanies.Bicycles);
        using var client = server.Client();

        var list = await client.GetStringAsync("/dev/mail");
        Assert.Contains("http-equiv=\"refresh\" content=\"5\"", list, StringComparison.Ordinal);
        Assert.Contains("Onderwerp &lt;b&gt;een&lt;/b&gt;", list, StringComparison.Ordinal);
        Assert.Contains(DemoCompanies.Bakery.Name, list, StringComparison.Ordinal);
        Assert.Contains("Van een ander", list, StringComparison.Ordinal);

        var one = await client.GetStringAsync($"/dev/mail/{mail.Id:D}");
        Assert.Contains("Tekst &lt;i&gt;van&lt;/i&gt; de mail", one, StringComparison.Ordinal);
        Assert.Contains(
            $"<iframe sandbox=\"\" referrerpolicy=\"no-referrer\" src=\"/dev/mail/{mail.Id:D}/html\"",
            one,
            StringComparison.Ordinal
        );

        using var html = await client.GetAsync($"/dev/mail/{mail.Id:D}/html");
        Assert.Equal("<p>Dag</p>", await html.Content.ReadAsStringAsync());
        Assert.StartsWith("sandbox;", string.Join(' ', html.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);

        using var source = await client.GetAsync($"/dev/mail/{mail.Id:D}/source");
        Assert.Equal($"{mail.Id:D}.eml", source.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal("Subject: raw\r\n\r\n", await source.Content.ReadAsStringAsync());

        // A file is something to save, whatever type it names.
        using var file = await client.GetAsync($"/dev/mail/{mail.Id:D}/files/0");
        Assert.Equal(
            ("attachment", "application/octet-stream"),
            (file.Content.Headers.ContentDisposition!.DispositionType, file.Content.Headers.ContentType!.MediaType)
        );
        Assert.Equal([1, 2, 3], await file.Content.ReadAsByteArrayAsync());
        foreach (
            var gone in new[] { $"{mail.Id:D}/files/1", $"{Guid.NewGuid():D}", $"{Guid.NewGuid():D}/html", $"{Guid.NewGuid():D}/source" }
        )
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/dev/mail/{gone}")).StatusCode);
        }
    }

    [Fact]
    public async Task Under_a_foreign_name_it_is_refused()
    {
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dev/mail") { Headers = { Host = "elders.example" } };
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task With_a_mail_server_it_is_not_there()
    {
        await using var other = await MetivaServer.StartAsync(
            settings: ["--Development:DemoData=false", "--Tenancy:Mail:Host=127.0.0.1", "--Tenancy:Mail:Port=9"]
        );
        using var client = other.Client();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/dev/mail")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/dev/mail/{Guid.NewGuid():D}/html")).StatusCode);
    }

    [Theory]
    [InlineData("Production", false)]
    [InlineData("Staging", false)]
    [InlineData("Development", true)]
    public async Task It_is_there_in_Development_only(string environment, bool there)
    {
        await using var app = StartupTests.Build(environment, StartupTests.Complete);
        Assert.Equal(there, StartupTests.Addresses(app).Any(address => address.StartsWith("/dev/mail", StringComparison.Ordinal)));
        Assert.Equal(there, app.Services.GetRequiredService<CapturedMails>().IsOn);
    }

    private CapturedMail Captured(string subject, DemoCompany company)
    {
        var mail = new CapturedMail(
            Guid.CreateVersion7(),
            TimeProvider.System.GetUtcNow(),
            company.Id,
            company.Name,
            new MailMessage
            {
                MessageId = "1@example.org",
                Date = TimeProvider.System.GetUtcNow(),
                From = MailAddress.TryParse("van@example.org", company.Name)!,
                To = MailAddress.TryParse("aan@example.org", "Aan <Iemand>")!,
                Subject = subject,
                Text = "Tekst <i>van</i> de mail",
                Html = "<p>Dag</p>",
                Language = "nl",
                Files = [new MailFile("bijlage.html", "text/html", new byte[] { 1, 2, 3 })],
            },
            "Subject: raw\r\n\r\n"
        );
        server.Services.GetRequiredService<CapturedMails>().Add(mail);
        return mail;
    }
}
