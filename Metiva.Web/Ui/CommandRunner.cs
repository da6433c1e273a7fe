using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Connections;
using Metiva.Web.Shell;
using Metiva.Web.Shell.Circuits;
using Metiva.Web.Shell.Refused;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace Metiva.Web.Ui;

/// <summary>
/// Runs a command from a page and tells the person how it ended: done, refused and why, too slow, or no longer bound. The one place
/// where pages turn outcomes into words.
/// </summary>
public sealed class CommandRunner(
    NotificationService notifications,
    IStringLocalizer<ErrorTexts> errors,
    IStringLocalizer<SharedTexts> words,
    RefusalWords refusals,
    CircuitStanding standing,
    NavigationManager navigation
)
{
    private const int ShownMilliseconds = 6_000;
    private const int ShownLongerMilliseconds = 12_000;

    /// <summary>Runs it. The value when it was done, else the refusal, which was shown already.</summary>
    /// <param name="command">The command.</param>
    /// <param name="done">What to say when it was done; null says nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="inPlace">Whether the caller itself shows why it was refused, where the person is looking.</param>
    public async Task<Result<T>> RunAsync<T>(
        Func<CancellationToken, Task<Result<T>>> command,
        Func<T, string>? done,
        CancellationToken cancellationToken,
        bool inPlace = false
    )
    {
        try
        {
            var result = await command(cancellationToken);
            if (!result.Ok)
            {
                // What is wrong with one field stands beside that field.
                if (!inPlace && result.Error is not InvalidField)
                {
                    Show(NotificationSeverity.Error, words["Command.Refused"], errors.Of(result.Error!));
                }
            }
            else if (done is not null)
            {
                Show(NotificationSeverity.Success, done(result.Value), "");
            }

            return result;
        }
        catch (BindingRefusedException refused)
        {
            Refuse(refused.Outcome);
            return new NotCarriedOut(refused.Outcome.ToString());
        }
        catch (TimeoutException)
        {
            Show(NotificationSeverity.Warning, words["Command.TooSlow"], words["Command.TooSlowWhy"]);
            return new NotCarriedOut("Timeout");
        }
        catch (OutcomeUnknownException)
        {
            Show(NotificationSeverity.Warning, words["Command.Unknown"], words["Command.UnknownWhy"]);
            return new OutcomeUnknown();
        }
    }

    /// <summary>Says that something was done.</summary>
    public void SayDone(string text) => Show(NotificationSeverity.Success, text, "");

    private void Refuse(BindingOutcome outcome)
    {
        var refusal = refusals.Of(Refusal.Of(outcome));
        Show(NotificationSeverity.Warning, refusal.Title, refusal.What);

        // Busy passes by itself, and a silent control plane is the monitor's to show. The rest is answered by a new request, in full.
        if (outcome is not (BindingOutcome.Busy or BindingOutcome.ControlPlaneUnavailable))
        {
            standing.Recheck();
            navigation.Refresh(forceReload: true);
        }
    }

    private void Show(NotificationSeverity severity, string summary, string detail) =>
        notifications.Notify(
            new NotificationMessage
            {
                Severity = severity,
                Summary = summary,
                Detail = detail,
                Duration = severity == NotificationSeverity.Success ? ShownMilliseconds : ShownLongerMilliseconds,
                CloseOnClick = true,
            }
        );
}

/// <summary>The connection was lost while saving, so nobody knows whether it was done; the person was told to look first.</summary>
public sealed record OutcomeUnknown() : Error("command.outcome-unknown", "It may or may not have been done. Look before you repeat it.");

/// <summary>The command did not run to its end, and nothing was changed; the person was told.</summary>
/// <param name="Why">The binding outcome, or Timeout.</param>
public sealed record NotCarriedOut(string Why) : Error("command.not-carried-out", "This was not carried out. Nothing was changed.");
