using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Mail;

namespace Metiva.Web.Operations;

/// <summary>What whoever runs the host does about mail: setting the mail server's password, and handing on reports that came back.</summary>
internal static class MailCommands
{
    // As sysexits.h has it: a mail server that pipes reports in keeps one that ends with this, and gives it again later.
    private const int TryLater = 75;

    /// <summary>Reads the password from the first line of the input, where no list of processes shows it.</summary>
    internal static async Task<int> SetPasswordAsync(
        IServiceProvider services,
        TextReader input,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        if (await input.ReadLineAsync(cancellationToken) is not { Length: > 0 } password)
        {
            await output.WriteLineAsync("There is no password on the input; nothing was changed.");
            return OperatorCommands.Failed;
        }

        await services.GetRequiredService<MailPassword>().SetAsync(password, cancellationToken);
        await output.WriteLineAsync("The mail server's password is in the vault; the next mail uses it.");
        return OperatorCommands.Done;
    }

    /// <summary>Reads a report from the input.</summary>
    internal static async Task<int> BounceAsync(
        IServiceProvider services,
        string recipient,
        TextReader input,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // What is longer than any report is read as far as that, and is none.
            var report = new char[MailBounces.MostCharacters + 1];
            var length = await input.ReadBlockAsync(report, cancellationToken);
            await services.GetRequiredService<CompanyOperations>().CompaniesAsync(cancellationToken);
            var result = await services
                .GetRequiredService<MailBounces>()
                .TakeAsync(recipient, new string(report, 0, length), cancellationToken);
            await output.WriteLineAsync(
                result switch
                {
                    BounceResult.Noted => "noted in the mail log",
                    BounceResult.KnownAlready => "the mail is known to have come back already",
                    BounceResult.NoReport => "left aside: this is no report of a failure or a delay",
                    _ => "left aside: this address belongs to no mail that was sent here",
                }
            );
            return OperatorCommands.Done;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Nothing of it is lost: whoever gave it keeps it. The name only, since a message may say what is in the mail.
            var why = exception is BindingRefusedException refused ? refused.Outcome.ToString() : exception.GetType().Name;
            await output.WriteLineAsync($"not now ({why}); give it again later");
            return TryLater;
        }
    }
}
