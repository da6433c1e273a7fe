using Metiva.Domain.Shared;

namespace Metiva.Web.Identity.Entra;

/// <summary>Why a sign-in was refused. The name goes to the log, and as a short code to the page that says what to do.</summary>
internal enum SignInFailure
{
    /// <summary>The way back does not belong to a sign-in that this browser began, or it took too long.</summary>
    StateInvalid,

    /// <summary>The person or the directory said no.</summary>
    AccessDenied,

    /// <summary>The issuer answered with another error.</summary>
    IssuerError,

    /// <summary>The issuer cannot be reached.</summary>
    IssuerUnreachable,

    /// <summary>The issuer did not give a token for the code.</summary>
    CodeRefused,

    /// <summary>There was no ID token in the issuer's answer.</summary>
    TokenMissing,

    /// <summary>The token is no signed token at all, or a claim has a type that it cannot have.</summary>
    TokenMalformed,

    /// <summary>A claim other than the company stands in the token twice.</summary>
    ClaimDuplicate,

    /// <summary>The token says that it is not signed.</summary>
    AlgorithmNone,

    /// <summary>The token is signed in another way than RS256.</summary>
    AlgorithmNotAllowed,

    /// <summary>The token does not say which key signed it, or the issuer does not publish that key.</summary>
    KeyUnknown,

    /// <summary>The signature does not fit the key.</summary>
    SignatureInvalid,

    /// <summary>The token comes from another issuer.</summary>
    IssuerWrong,

    /// <summary>The token comes from another directory than the configured one.</summary>
    TenantWrong,

    /// <summary>The token was made for another application.</summary>
    AudienceWrong,

    /// <summary>The token ran out.</summary>
    TokenExpired,

    /// <summary>The token is not valid yet.</summary>
    TokenNotYetValid,

    /// <summary>The token has no expiry.</summary>
    ExpiryMissing,

    /// <summary>The token does not answer this sign-in: it has no nonce.</summary>
    NonceMissing,

    /// <summary>The token answers another sign-in.</summary>
    NonceWrong,

    /// <summary>The token names nobody.</summary>
    SubjectMissing,

    /// <summary>The company claim stands in the token twice.</summary>
    CompanyDuplicate,

    /// <summary>The company claim is an array.</summary>
    CompanyArray,

    /// <summary>The company claim is an object.</summary>
    CompanyObject,

    /// <summary>The company claim is null.</summary>
    CompanyNull,

    /// <summary>The company claim is a number, true or false.</summary>
    CompanyNotText,

    /// <summary>The company claim is an empty text.</summary>
    CompanyEmpty,

    /// <summary>The company claim is longer than an id can be.</summary>
    CompanyTooLong,

    /// <summary>The company claim is no id.</summary>
    CompanyMalformed,

    /// <summary>A fresh sign-in was asked for, and the token does not prove one.</summary>
    NotFresh,

    /// <summary>The person chose a company, and the token names another one or none.</summary>
    ChoiceDiffers,

    /// <summary>The choice of a company was used already or took too long.</summary>
    ChoiceExpired,

    /// <summary>A company was chosen by one person, and another one signed in.</summary>
    OtherPerson,

    /// <summary>The control plane does not answer, so no session can begin.</summary>
    ControlPlaneUnavailable,

    /// <summary>This person signed in more often just now than anybody needs to.</summary>
    TooManySignIns,

    /// <summary>Something failed that should not; the log has it.</summary>
    Unexpected,
}

/// <summary>A refused sign-in as a value.</summary>
internal sealed record SignInRefusal(SignInFailure Reason) : Error(CodeOf(Reason), $"The sign-in was refused: {Reason}.")
{
    /// <summary>The code of a reason, as it stands in addresses: <c>company-too-long</c>.</summary>
    public static string SlugOf(SignInFailure reason) =>
        string.Concat(reason.ToString().Select((letter, at) => char.IsUpper(letter) && at > 0 ? "-" + letter : letter.ToString()))
            .ToLowerInvariant();

    /// <summary>The reason of a code, or null when there is none of that name.</summary>
    public static SignInFailure? ReasonOf(string? slug)
    {
        foreach (var reason in Enum.GetValues<SignInFailure>())
        {
            if (SlugOf(reason) == slug)
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>The status of the page that explains the reason.</summary>
    public static int StatusOf(SignInFailure? reason) =>
        reason switch
        {
            null or SignInFailure.StateInvalid or SignInFailure.IssuerError or SignInFailure.CodeRefused or SignInFailure.TokenMissing =>
                StatusCodes.Status400BadRequest,
            SignInFailure.IssuerUnreachable or SignInFailure.ControlPlaneUnavailable => StatusCodes.Status503ServiceUnavailable,
            SignInFailure.TooManySignIns => StatusCodes.Status429TooManyRequests,
            SignInFailure.Unexpected => StatusCodes.Status500InternalServerError,
            _ => StatusCodes.Status403Forbidden,
        };

    private static string CodeOf(SignInFailure reason) => "sign-in." + SlugOf(reason);
}

/// <summary>Carries a refusal through the framework's authentication handler, which knows failures only as exceptions.</summary>
internal sealed class SignInRefusedException(SignInFailure reason, Exception? inner = null)
    : Exception($"The sign-in was refused: {reason}.", inner)
{
    /// <summary>The reason.</summary>
    public SignInFailure Reason => reason;
}
