using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tenancy.Mail;

/// <summary>What became of a report about a mail.</summary>
public enum BounceResult
{
    /// <summary>It was written into the mail log.</summary>
    Noted,

    /// <summary>The address was not made by this installation, or the mail is not there any more.</summary>
    UnknownAddress,

    /// <summary>It is no report of a failure or a delay.</summary>
    NoReport,

    /// <summary>The mail is known to have failed already; nothing was changed.</summary>
    KnownAlready,
}

/// <summary>
/// Takes in what mail servers report of mails that were sent. The company stands in the address that the report came to, under this
/// installation's signature, and in nothing that the report says.
/// </summary>
public sealed class MailBounces
{
    /// <summary>The longest report that is read.</summary>
    public const int MostCharacters = DeliveryReport.MostCharacters;

    private readonly BounceAddresses addresses;
    private readonly Binder binder;
    private readonly IServiceScopeFactory scopes;

    internal MailBounces(BounceAddresses addresses, Binder binder, IServiceScopeFactory scopes) =>
        (this.addresses, this.binder, this.scopes) = (addresses, binder, scopes);

    /// <summary>Notes a report.</summary>
    /// <param name="recipient">The address that it came to.</param>
    /// <param name="mail">The report as it came.</param>
    /// <param name="cancellationToken">Counts until it is committed.</param>
    /// <exception cref="BindingRefusedException">The company cannot be served now; the report can be given again later.</exception>
    public async Task<BounceResult> TakeAsync(string recipient, string mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        ArgumentNullException.ThrowIfNull(mail);
        if (await addresses.ReadAsync(recipient.Trim(), cancellationToken) is not { } bounced)
        {
            return BounceResult.UnknownAddress;
        }

        if (DeliveryReport.TryRead(mail) is not { } report)
        {
            return BounceResult.NoReport;
        }

        var bound = binder.BindWork(bounced.Company, []);
        if (bound.Outcome == BindingOutcome.CompanyUnknown)
        {
            return BounceResult.UnknownAddress;
        }

        if (bound.Outcome != BindingOutcome.Bound)
        {
            throw new BindingRefusedException(bound.Outcome);
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Freeze(bound);
        var noted = await scope
            .ServiceProvider.GetRequiredService<CompanyDatabase>()
            .WriteAsync<BounceResult>((write, token) => NoteAsync(write, bounced.BounceKey, report, token), cancellationToken);
        return noted.Ok ? noted.Value : throw new InvalidOperationException(noted.Error!.Code);
    }

    private static async Task<Domain.Shared.Result<BounceResult>> NoteAsync(
        CompanyWrite write,
        string key,
        DeliveryReport report,
        CancellationToken cancellationToken
    )
    {
        if (await write.Data.Mails.SingleOrDefaultAsync(row => row.BounceKey == key, cancellationToken) is not { } mail)
        {
            return BounceResult.UnknownAddress;
        }

        if (mail.State == MailState.Bounced)
        {
            return BounceResult.KnownAlready;
        }

        var attempt = new MailAttempt
        {
            MailId = mail.Id,
            Attempt = ++mail.Attempts,
            At = write.Now,
            Outcome = report.Failed ? MailOutcome.Bounced : MailOutcome.Delayed,
        };
        MailEnding.Note(attempt, report);
        write.Data.MailAttempts.Add(attempt);
        mail.Version++;

        // What is being sent once more is not held up by a late report about the time before.
        if (report.Failed && mail.State is not (MailState.Waiting or MailState.Sending))
        {
            await MailEnding.BouncedAsync(write, mail, cancellationToken);
        }

        return BounceResult.Noted;
    }
}
