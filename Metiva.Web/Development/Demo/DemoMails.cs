using Metiva.Domain.Access;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Mail;
using Metiva.Web.Shell.Mailing;

namespace Metiva.Web.Development.Demo;

/// <summary>The mails of the last weeks in every state that a mail ends in. None waits: nothing here is ever sent by itself.</summary>
internal static class DemoMails
{
    public static IEnumerable<object> Make(DemoWorld world, IReadOnlyList<Invoice> invoices)
    {
        var random = world.Stream("mail");
        var sent = invoices.Where(invoice => invoice.Number is not null).OrderByDescending(invoice => invoice.IssueDate).Take(6).ToList();
        var owner = DemoPeople.Holding(Role.Owner, world.Company);
        return
        [
            .. OfInvoice(world, random, sent[0], MailState.Sent, MailOutcome.Accepted),
            .. OfInvoice(world, random, sent[1], MailState.Sent, MailOutcome.Deferred, MailOutcome.Accepted),
            .. OfInvoice(world, random, sent[2], MailState.Failed, MailOutcome.Refused),
            .. OfInvoice(world, random, sent[3], MailState.Bounced, MailOutcome.Accepted, MailOutcome.Bounced),
            .. OfInvoice(world, random, sent[4], MailState.Uncertain, MailOutcome.Unknown),
            .. OfInvoice(world, random, sent[5], MailState.Sent, MailOutcome.NoServer, MailOutcome.Accepted),
            .. Invitation(world, random, "fleur@zonnehof.example", "nl", MailState.Sent, MailOutcome.Accepted),
            .. Invitation(world, random, "james@northgate.example", "en", MailState.Bounced, MailOutcome.Accepted, MailOutcome.Bounced),
            .. Digest(world, random, owner, "nl", days: 1),
            .. Digest(world, random, DemoPeople.Holding(Role.Marketing, world.Company), "en", days: 1),
        ];
    }

    private static IEnumerable<object> OfInvoice(
        DemoWorld world,
        DemoRandom random,
        Invoice invoice,
        MailState state,
        params MailOutcome[] tries
    )
    {
        var account = world.Accounts.First(account => account.Id == invoice.AccountId);
        var letter = new DemoLetter(
            MailKinds.Invoice,
            account.Email ?? $"info@{DemoWords.MailDomain(account.Name)}",
            account.Name,
            "nl",
            $"Factuur {invoice.Number} van {world.Company.Name}",
            [
                "Beste relatie,",
                $"Hierbij sturen wij u factuur {invoice.Number}. In de portal ziet u waar hij voor is, en hoe u kunt betalen.",
                "Vragen? Beantwoord gerust deze e-mail.",
            ]
        );
        return Made(
            world,
            random,
            letter,
            ("Invoice", invoice.Id),
            world.Finance.Id,
            world.At(invoice.IssueDate!.Value, 11, 59),
            state,
            tries
        );
    }

    private static IEnumerable<object> Invitation(
        DemoWorld world,
        DemoRandom random,
        string to,
        string language,
        MailState state,
        params MailOutcome[] tries
    )
    {
        var name = world.Company.Name;
        var letter =
            language == "nl"
                ? new DemoLetter(
                    MailKinds.Invitation,
                    to,
                    null,
                    language,
                    $"Uitnodiging voor {name}",
                    [
                        "Beste lezer,",
                        $"U bent uitgenodigd om mee te werken bij {name}. Neem de uitnodiging hier aan:",
                        OutgoingMail.SecretMark,
                    ]
                )
                : new DemoLetter(
                    MailKinds.Invitation,
                    to,
                    null,
                    language,
                    $"Invitation to {name}",
                    ["Dear reader,", $"You are invited to work with {name}. Take the invitation here:", OutgoingMail.SecretMark]
                );
        var owner = DemoPeople.Holding(Role.Owner, world.Company).Id;
        return Made(world, random, letter, ("Invitation", null), owner, world.At(world.Today.AddDays(-9), 10, 12), state, tries);
    }

    private static IEnumerable<object> Digest(DemoWorld world, DemoRandom random, DemoPerson person, string language, int days)
    {
        var letter = new DemoLetter(
            MailKinds.Digest,
            person.Email,
            person.Name,
            language,
            language == "nl" ? $"{world.Company.Name}: 3 ongelezen meldingen" : $"{world.Company.Name}: 3 unread notifications",
            language == "nl"
                ? ["Dag,", "Er zijn 3 meldingen die u nog niet hebt gelezen. In Metiva staan ze onder de bel."]
                : ["Hello,", "There are 3 notifications that you have not read yet. In Metiva they stand under the bell."]
        );
        return Made(
            world,
            random,
            letter,
            (null, null),
            null,
            world.At(world.Today.AddDays(-days), 7),
            MailState.Sent,
            MailOutcome.Accepted
        );
    }

    private static IEnumerable<object> Made(
        DemoWorld world,
        DemoRandom random,
        DemoLetter letter,
        (string? Type, Guid? Id) about,
        PersonId? by,
        DateTimeOffset at,
        MailState state,
        params MailOutcome[] tries
    )
    {
        var signed = letter.Signed(world.Company.Name);
        var mail = new OutgoingMail
        {
            Id = Guid.CreateVersion7(at),
            Kind = letter.Kind,
            ToAddress = letter.To,
            ToName = letter.ToName,
            Language = letter.Language,
            Subject = letter.Subject,
            Text = MailForms.ToText(signed),
            Html = MailForms.ToHtml(signed, letter.Language),
            EntityType = about.Type,
            EntityId = about.Id,
            RequestedBy = by,
            CreatedAt = at,
            BounceKey = random.Digits(OutgoingMail.BounceKeyLength),
            Asked = true,
            State = state,
            Attempts = tries.Length,
            FromAddress = "post@metiva.example",
            SentAt = state is MailState.Sent or MailState.Bounced ? at.AddMinutes(tries.Length) : null,
            Trouble = state switch
            {
                MailState.Failed => "mail.refused",
                MailState.Bounced => "mail.bounced",
                MailState.Uncertain => "mail.uncertain",
                _ => null,
            },
            Version = 1 + tries.Length,
        };
        return [mail, .. tries.Select((outcome, index) => Attempt(mail.Id, index + 1, at.AddMinutes(index), outcome))];
    }

    /// <summary>A try with the answer that a mail server gives.</summary>
    private static MailAttempt Attempt(Guid mail, int number, DateTimeOffset at, MailOutcome outcome)
    {
        var (code, reply) = outcome switch
        {
            MailOutcome.Accepted => ("250 2.0.0", "Ok: queued"),
            MailOutcome.Deferred => ("451 4.7.1", "Greylisted, try again in a minute"),
            MailOutcome.Refused => ("550 5.1.1", "Recipient address rejected: user unknown"),
            MailOutcome.Bounced => ("552 5.2.2", "Mailbox is full"),
            MailOutcome.NoServer => ((string?)null, "The connection was refused."),
            _ => (null, (string?)null),
        };
        return new MailAttempt
        {
            MailId = mail,
            Attempt = number,
            At = at,
            Outcome = outcome,
            Code = code,
            Reply = reply,
        };
    }
}
