using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Connections.Limits;

namespace Metiva.Web.Shell.Refused;

/// <summary>Why nothing is shown, and with which HTTP status. <see cref="Code"/> is the key of its texts.</summary>
public sealed record Refusal(string Code, int Status)
{
    /// <summary>The person's roles do not allow this.</summary>
    public static Refusal PermissionDenied { get; } = new("PermissionDenied", StatusCodes.Status403Forbidden);

    /// <summary>The tab was opened for another company than the browser is signed in to now.</summary>
    public static Refusal CompanyChanged { get; } = new("CompanyChanged", StatusCodes.Status409Conflict);

    /// <summary>There is no such page.</summary>
    public static Refusal NotFound { get; } = new("NotFound", StatusCodes.Status404NotFound);

    /// <summary>This part is switched off for the company; for whoever asks, it is not there.</summary>
    public static Refusal SwitchedOff { get; } = new("SwitchedOff", StatusCodes.Status404NotFound);

    /// <summary>The company used up the API calls of this month.</summary>
    public static Refusal QuotaUsedUp { get; } = new("QuotaUsedUp", StatusCodes.Status429TooManyRequests);

    /// <summary>More was asked than one person, company or address may ask at a time.</summary>
    public static Refusal TooManyRequests { get; } = new("TooManyRequests", StatusCodes.Status429TooManyRequests);

    /// <summary>The person, or all people of the company together, have as many pages open as they may.</summary>
    public static Refusal TooManyPages { get; } = new("TooManyPages", StatusCodes.Status429TooManyRequests);

    /// <summary>The page would have to read more than one page may.</summary>
    public static Refusal TooManyRows { get; } = new("TooManyRows", StatusCodes.Status413PayloadTooLarge);

    /// <summary>Something broke.</summary>
    public static Refusal Failed { get; } = new("Failed", StatusCodes.Status500InternalServerError);

    /// <summary>The request was not sent by a page of this application, or its form grew too old.</summary>
    public static Refusal BadRequest { get; } = new("BadRequest", StatusCodes.Status400BadRequest);

    /// <summary>The refusal for what a page or request failed with.</summary>
    public static Refusal Of(Exception? exception) =>
        exception switch
        {
            BindingRefusedException refused => Of(refused.Outcome),
            TimeoutException => Of(BindingOutcome.Busy),
            TooManyRowsException => TooManyRows,
            _ => Failed,
        };

    /// <summary>The refusal for a binding outcome. A company that does not exist and one that is not yours give the same.</summary>
    public static Refusal Of(BindingOutcome outcome) =>
        outcome switch
        {
            BindingOutcome.NotSignedIn or BindingOutcome.SessionEnded => new(outcome.ToString(), StatusCodes.Status401Unauthorized),
            BindingOutcome.CompanyUnknown or BindingOutcome.NotAMember => new(
                nameof(BindingOutcome.NotAMember),
                StatusCodes.Status403Forbidden
            ),
            BindingOutcome.ControlPlaneUnavailable
            or BindingOutcome.CompanyMoving
            or BindingOutcome.SchemaOutOfRange
            or BindingOutcome.DatabaseMismatch
            or BindingOutcome.DatabaseUnavailable
            or BindingOutcome.Busy => new(outcome.ToString(), StatusCodes.Status503ServiceUnavailable),
            BindingOutcome.AccessChanged => new(outcome.ToString(), StatusCodes.Status409Conflict),
            BindingOutcome.ClaimMissing
            or BindingOutcome.ClaimMalformed
            or BindingOutcome.ClaimAmbiguous
            or BindingOutcome.CompanyProvisioning
            or BindingOutcome.CompanySuspended
            or BindingOutcome.CompanyClosing => new(outcome.ToString(), StatusCodes.Status403Forbidden),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "This outcome refuses nothing."),
        };
}
