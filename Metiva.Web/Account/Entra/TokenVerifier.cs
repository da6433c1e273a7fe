using Metiva.Domain.Shared;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Metiva.Web.Identity.Entra;

/// <summary>
/// Decides whether a token is the issuer's, for us, and valid now. The algorithm and the key are settled from the raw header
/// before the library sees the token: it would accept every algorithm that fits the key.
/// </summary>
internal sealed class TokenVerifier(EntraMetadata metadata, TimeProvider time)
{
    private const string OnlyAlgorithm = "RS256";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    // The library's default remembers verifiers by key id alone, and would go on with the old key when an id is used again.
    private static readonly CryptoProviderFactory Unremembering = new() { CacheSignatureProviders = false };
    private readonly JsonWebTokenHandler library = new() { MaximumTokenSizeInBytes = 64 * 1024 };

    /// <summary>The same token, verified; or the reason why it is not.</summary>
    /// <exception cref="SignInRefusedException">IssuerUnreachable: the keys could not be read.</exception>
    public async Task<Result<RawToken>> VerifyAsync(RawToken token, string audience, CancellationToken cancellationToken)
    {
        if (token.Algorithm != OnlyAlgorithm)
        {
            return new SignInRefusal(
                token.Algorithm is { } algorithm && algorithm.Equals("none", StringComparison.OrdinalIgnoreCase)
                    ? SignInFailure.AlgorithmNone
                    : SignInFailure.AlgorithmNotAllowed
            );
        }

        if (token.KeyId is not { } keyId || await metadata.FindKeyAsync(keyId, cancellationToken) is not { } key)
        {
            return new SignInRefusal(SignInFailure.KeyUnknown);
        }

        var issuer = (await metadata.GetAsync(cancellationToken)).Issuer;
        var result = library.ValidateToken(token.Compact, Parameters(key, issuer, audience));
        if (!result.IsValid)
        {
            return new SignInRefusal(ReasonOf(result.Exception));
        }

        // Once more on the raw claims: an audience that is a list, even with us in it, is not one that we ask for.
        return token.Text("iss") != issuer ? new SignInRefusal(SignInFailure.IssuerWrong)
            : token.Text("aud") != audience ? new SignInRefusal(SignInFailure.AudienceWrong)
            : token;
    }

    private static SignInFailure ReasonOf(Exception? exception) =>
        exception switch
        {
            SecurityTokenInvalidIssuerException => SignInFailure.IssuerWrong,
            SecurityTokenInvalidAudienceException => SignInFailure.AudienceWrong,
            SecurityTokenExpiredException => SignInFailure.TokenExpired,
            SecurityTokenNotYetValidException => SignInFailure.TokenNotYetValid,
            SecurityTokenNoExpirationException => SignInFailure.ExpiryMissing,
            SecurityTokenInvalidSignatureException => SignInFailure.SignatureInvalid,
            _ => SignInFailure.TokenMalformed,
        };

    private TokenValidationParameters Parameters(SecurityKey key, string issuer, string audience) =>
        new()
        {
            IssuerSigningKey = key,
            ValidIssuer = issuer,
            ValidAudience = audience,
            CryptoProviderFactory = Unremembering,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsAlive(notBefore, expires),
        };

    // The library's own check reads the machine's clock. A missing moment comes as the first one of all, so the skew is never taken from it.
    private bool IsAlive(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is null || expires == DateTime.MinValue ? throw new SecurityTokenNoExpirationException("The token has no expiry.")
            : now - ClockSkew >= expires ? throw new SecurityTokenExpiredException("The token ran out.")
            : notBefore is { } begin && now + ClockSkew < begin ? throw new SecurityTokenNotYetValidException("The token is not valid yet.")
            : true;
    }
}
