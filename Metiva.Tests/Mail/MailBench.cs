using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Jobs;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Mail;

/// <summary>Mails of companies on a bench, and a mail server that takes them.</summary>
internal static class MailBench
{
    public const string Secret = "s3cret-of-a-link";

    /// <summary>A tenancy whose mail goes to that server; null has none.</summary>
    public static async Task<TenancyBench> StartAsync(
        RealSmtpServer? server,
        string? directory = null,
        Dictionary<string, string?>? more = null
    )
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Tenancy:Mail:Host"] = server is null ? "" : "localhost",
            ["Tenancy:Mail:Port"] = server is null ? "587" : $"{server.Port}",
            ["Tenancy:Mail:UserName"] = RealSmtpServer.User,
            ["Tenancy:Mail:Sender"] = "post@metiva.example",
            ["Tenancy:Mail:BounceAddress"] = "bounces@metiva.example",
            ["Tenancy:Mail:StepTimeout"] = "00:00:05",
            ["Tenancy:Mail:MostTries"] = "3",
            ["Tenancy:Work:FirstRetry"] = "00:00:00",
            ["Tenancy:Work:LongestRetry"] = "00:00:00",
        };
        foreach (var (name, value) in more ?? [])
        {
            settings[name] = value;
        }

        var bench = await TenancyBench.StartAsync(settings: settings, dataDirectory: directory);
        await bench.Services.GetRequiredService<MailPassword>().SetAsync(RealSmtpServer.Password, CancellationToken.None);
        bench.Services.GetRequiredService<MailDelivery>().Certificate = server?.Options.Certificate;
        return bench;
    }

    /// <summary>Asks for a mail as the company's Owner does; gives its key.</summary>
    public static async Task<Guid> QueueAsync(
        this TenancyBench bench,
        CompanyId company,
        string to = "zoe@klant.example",
        bool keep = true,
        string? about = null,
        params StoredFile[] files
    )
    {
        using var owner = bench.As(Role.Owner, company);
        var queued = await owner
            .Get<CompanyDatabase>()
            .WriteAsync<Guid>(
                (write, _) =>
                {
                    var mail = bench
                        .Services.GetRequiredService<MailOutbox>()
                        .Queue(
                            write,
                            new MailDraft
                            {
                                Kind = "mail.test",
                                To = MailAddress.TryParse(to, "Zoë")!,
                                Language = "nl",
                                Subject = "Onderwerp",
                                Text = $"https://metiva.example/{OutgoingMail.SecretMark}\n",
                                Html = $"<p>{OutgoingMail.SecretMark}</p>",
                                Secret = Secret,
                                EntityType = about,
                                Files = files,
                            }
                        );
                    write.Audit("mail.tested", "Mail", mail.Id.ToString("D"), "A test");
                    return Task.FromResult<Result<Guid>>(keep ? mail.Id : new NotFound());
                },
                CancellationToken.None
            );
        Assert.Equal(keep, queued.Ok);
        return keep ? queued.Value : Guid.Empty;
    }

    public static Task<OutgoingMail> MailAsync(this TenancyBench bench, CompanyId company, Guid id) =>
        bench.LookAsync(company, data => data.Mails.AsNoTracking().SingleAsync(mail => mail.Id == id));

    public static Task<List<MailAttempt>> AttemptsAsync(this TenancyBench bench, CompanyId company, Guid id) =>
        bench.LookAsync(
            company,
            data => data.MailAttempts.AsNoTracking().Where(row => row.MailId == id).OrderBy(row => row.Attempt).ToListAsync()
        );

    public static Task<List<string>> ActionsAsync(this TenancyBench bench, CompanyId company, Guid id) =>
        bench.LookAsync(
            company,
            data =>
                data.AuditRecords.Where(record => record.EntityType == "Mail" && record.EntityId == id.ToString("D"))
                    .OrderBy(record => record.Sequence)
                    .Select(record => record.Action)
                    .ToListAsync()
        );

    public static Task WorkAsync(this TenancyBench bench, CompanyId company) => DueWork.RunAllAsync(bench.Services, company);
}
