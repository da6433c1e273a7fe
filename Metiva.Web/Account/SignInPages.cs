using Metiva.Web.Identity.Entra;

namespace Metiva.Web.Identity;

/// <summary>The addresses of the account pages and of what their forms and links call.</summary>
internal static class SignInPages
{
    public const string SignIn = "/account/sign-in";
    public const string Start = "/account/sign-in/start";
    public const string Failed = "/account/sign-in-failed";
    public const string SignOut = "/account/sign-out";
    public const string SignOutNow = "/account/sign-out/now";
    public const string SignedOut = "/account/signed-out";
    public const string FrontChannelSignOut = "/account/front-channel-sign-out";
    public const string Company = "/account/company";
    public const string ChooseCompany = "/account/company/choose";
    public const string OnlyCompany = "/account/company/only";
    public const string Sessions = "/account/sessions";
    public const string EndSession = "/account/sessions/end";
    public const string EndOtherSessions = "/account/sessions/end-others";
    public const string Profile = "/account/profile";
    public const string SaveProfile = "/account/profile/save";

    /// <summary>The page that explains why a sign-in was refused.</summary>
    public static string FailedFor(SignInFailure reason) => $"{Failed}?reason={SignInRefusal.SlugOf(reason)}";

    /// <summary>The page to choose a company, with what went wrong before.</summary>
    public static string CompanyFor(SignInFailure problem) => $"{Company}?problem={SignInRefusal.SlugOf(problem)}";

    /// <summary>The page to choose a company, and where to go afterwards.</summary>
    public static string CompanyThen(string returnUrl) => $"{Company}?returnUrl={Uri.EscapeDataString(returnUrl)}";
}
