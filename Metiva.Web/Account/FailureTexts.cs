using Metiva.Web.Identity.Entra;

namespace Metiva.Web.Identity;

/// <summary>Which text explains a refused sign-in. Many reasons ask the same of a person, so they share one.</summary>
internal static class FailureTexts
{
    /// <summary>The end of the text's key.</summary>
    public static string KeyOf(SignInFailure? failure) =>
        failure switch
        {
            null or SignInFailure.StateInvalid => "State",
            SignInFailure.AccessDenied => "AccessDenied",
            SignInFailure.IssuerError or SignInFailure.CodeRefused or SignInFailure.TokenMissing => "Issuer",
            SignInFailure.IssuerUnreachable => "Unreachable",
            SignInFailure.TokenExpired or SignInFailure.TokenNotYetValid => "Time",
            SignInFailure.NotFresh => "NotFresh",
            SignInFailure.ControlPlaneUnavailable => "ControlPlane",
            SignInFailure.TooManySignIns => "TooMany",
            SignInFailure.Unexpected => "Unexpected",
            SignInFailure.CompanyDuplicate
            or SignInFailure.CompanyArray
            or SignInFailure.CompanyObject
            or SignInFailure.CompanyNull
            or SignInFailure.CompanyNotText
            or SignInFailure.CompanyEmpty
            or SignInFailure.CompanyTooLong
            or SignInFailure.CompanyMalformed => "Company",
            _ => "Token",
        };
}
