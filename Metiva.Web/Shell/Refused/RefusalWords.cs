using Metiva.Tenancy.Binding;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Shell.Refused;

/// <summary>What a person can do after a refusal.</summary>
public enum WayOut
{
    /// <summary>Load the same page again.</summary>
    Reload,

    /// <summary>Go to the start page.</summary>
    Home,

    /// <summary>Choose another company.</summary>
    ChooseCompany,

    /// <summary>Sign in.</summary>
    SignIn,

    /// <summary>Sign out, to sign in as somebody else.</summary>
    SignOut,
}

/// <summary>A refusal in the reader's language.</summary>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="What">What happened and why.</param>
/// <param name="Next">What to do now.</param>
/// <param name="WaysOut">The buttons, the most likely one first.</param>
public sealed record RefusalText(string Title, string What, string Next, IReadOnlyList<WayOut> WaysOut);

/// <summary>Turns refusals into words.</summary>
public sealed class RefusalWords(IStringLocalizer<RefusalTexts> texts)
{
    /// <summary>The words for a refusal.</summary>
    public RefusalText Of(Refusal refusal) =>
        new(texts[refusal.Code + ".Title"], texts[refusal.Code + ".What"], texts[refusal.Code + ".Next"], WaysOutOf(refusal));

    private static WayOut[] WaysOutOf(Refusal refusal) =>
        refusal.Code switch
        {
            nameof(BindingOutcome.NotSignedIn) or nameof(BindingOutcome.SessionEnded) => [WayOut.SignIn],
            nameof(BindingOutcome.ClaimMissing)
            or nameof(BindingOutcome.ClaimMalformed)
            or nameof(BindingOutcome.ClaimAmbiguous)
            or nameof(BindingOutcome.NotAMember)
            or nameof(BindingOutcome.CompanySuspended)
            or nameof(BindingOutcome.CompanyClosing) => [WayOut.ChooseCompany, WayOut.SignOut],
            nameof(BindingOutcome.CompanyProvisioning) or nameof(BindingOutcome.CompanyMoving) => [WayOut.Reload, WayOut.ChooseCompany],
            nameof(BindingOutcome.ControlPlaneUnavailable)
            or nameof(BindingOutcome.SchemaOutOfRange)
            or nameof(BindingOutcome.DatabaseMismatch)
            or nameof(BindingOutcome.DatabaseUnavailable)
            or nameof(BindingOutcome.Busy) => [WayOut.Reload, WayOut.SignOut],
            nameof(BindingOutcome.AccessChanged) => [WayOut.Reload],
            "CompanyChanged" => [WayOut.Home, WayOut.ChooseCompany],
            "PermissionDenied" => [WayOut.Home, WayOut.ChooseCompany],
            "Failed" => [WayOut.Reload, WayOut.Home],
            "TooManyRequests" or "TooManyPages" => [WayOut.Reload],
            _ => [WayOut.Home],
        };
}
