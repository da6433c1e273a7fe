using System.Text.Json;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;

namespace Metiva.Web.Identity.Entra;

/// <summary>
/// Reads the company out of a verified token. A token without the claim is a person without a company; any other claim than
/// one id in its hyphenated form refuses the sign-in, for a reason of its own.
/// </summary>
internal static class CompanyClaimRule
{
    private const int LengthOfId = 36;

    /// <summary>The company, or null when the token names none.</summary>
    public static Result<CompanyId?> Read(RawToken token, string claimName) =>
        token[claimName] switch
        {
            null => (CompanyId?)null,
            { Kind: JsonTokenType.StartArray } => new SignInRefusal(SignInFailure.CompanyArray),
            { Kind: JsonTokenType.StartObject } => new SignInRefusal(SignInFailure.CompanyObject),
            { Kind: JsonTokenType.Null } => new SignInRefusal(SignInFailure.CompanyNull),
            { Kind: not JsonTokenType.String } => new SignInRefusal(SignInFailure.CompanyNotText),
            { Text: null or "" } => new SignInRefusal(SignInFailure.CompanyEmpty),
            { Text.Length: > LengthOfId } => new SignInRefusal(SignInFailure.CompanyTooLong),
            { Text: var text } => CompanyClaim.Parse(text) is { Outcome: BindingOutcome.Bound, CompanyId: var id }
                ? id
                : new SignInRefusal(SignInFailure.CompanyMalformed),
        };
}
