using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Memberships;
using Metiva.Tests.Jobs;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Mailing;
using Metiva.Web.Workspace.Members;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Workspace.Members;

public sealed class MailInvitationTests
{
    [Fact]
    public async Task The_mail_leads_to_the_invitation_and_nobody_reads_its_secret_in_the_database()
    {
        await using var bench = await TenancyBench.StartAsync(
            services => services.AddMailing(),
            new(StringComparer.Ordinal) { ["Tenancy:Mail:Host"] = "localhost" }
        );
        using var owner = bench.As(Role.Owner, bench.A);
        var made = (await owner.Get<InviteMember>().Run(new("zoe@klant.example", RoleSet.Of(Role.Finance)), default)).Value;

        var mailed = await owner.Get<MailInvitation>().Run(new(made, "https://seen.example/"), default);

        Assert.True(mailed.Ok);
        var mail = await bench.LookAsync(bench.A, data => data.Mails.AsNoTracking().SingleAsync());
        Assert.Equal((mailed.Value, made.Id, "Invitation", "zoe@klant.example"), (mail.Id, mail.EntityId, mail.EntityType, mail.ToAddress));
        Assert.Contains($"https://seen.example/account/invitation/{OutgoingMail.SecretMark}", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Secret, mail.Text + mail.Html + mail.Secret + mail.Subject, StringComparison.Ordinal);
        var records = await bench.LookAsync(bench.A, data => data.AuditRecords.AsNoTracking().ToListAsync());
        Assert.Contains(records, row => row.Action == "members.invitation-mailed");
        Assert.All(
            records,
            row =>
            {
                Assert.DoesNotContain(made.Secret, row.Summary + row.After, StringComparison.Ordinal);
                Assert.DoesNotContain("klant.example", row.Summary + row.After, StringComparison.Ordinal);
            }
        );

        var wrong = await owner
            .Get<MailInvitation>()
            .Run(new(made with { Email = "zoe@klant.example\nCc: a@b.nl" }, "https://seen.example/"), default);
        Assert.Equal(new InvalidField("email", "format"), wrong.Error);
    }
}
