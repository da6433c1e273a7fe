using System.Security.Claims;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Workspace.Mail;

/// <summary>Mails as a company's outbox would hold them.</summary>
internal static class PlantedMails
{
    private static int made;

    public static OutgoingMail Mail(
        MailState state = MailState.Sent,
        string to = "lezer@example.org",
        string subject = "Onderwerp",
        string kind = "invoices.sent",
        string text = "Tekst",
        string? html = null,
        string? secret = null,
        string? trouble = null
    )
    {
        // Each a minute after the one before, so that their order is known.
        var number = Interlocked.Increment(ref made);
        var at = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).AddMinutes(number);
        return new OutgoingMail
        {
            Id = Guid.CreateVersion7(at),
            Kind = kind,
            ToAddress = to,
            Language = "nl",
            Subject = subject,
            Text = text,
            Html = html,
            Secret = secret,
            CreatedAt = at,
            BounceKey = $"{number:x16}",
            Asked = true,
            State = state,
            SentAt = state == MailState.Sent ? at.AddSeconds(2) : null,
            Attempts = 1,
            Trouble = trouble,
        };
    }

    public static Task PlantAsync(this TenancyBench bench, CompanyId company, params object[] rows) =>
        PlantAsync(bench.Services, bench.Person(Role.Owner, company).Principal(), rows);

    public static async Task PlantAsync(IServiceProvider services, ClaimsPrincipal owner, params object[] rows)
    {
        using var scope = services.CreateScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Freeze(services.GetRequiredService<Binder>().Bind(owner));
        var planted = await scope
            .ServiceProvider.GetRequiredService<CompanyDatabase>()
            .WriteAsync<bool>(
                (write, _) =>
                {
                    write.Data.AddRange(rows);
                    write.Audit("test.planted", "Test", "mail", "Mails for a test");
                    return Task.FromResult<Result<bool>>(true);
                },
                CancellationToken.None
            );
        Assert.True(planted.Ok);
    }
}
