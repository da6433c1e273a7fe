using Metiva.Domain.Shared;
using Metiva.Web.Identity.Entra;

namespace Metiva.Web.Identity.ClaimsProvider;

/// <summary>Why a call to the claims provider was refused, and with which status.</summary>
internal sealed record ClaimsCallRefusal(string Reason, int Status) : Error("claims-provider." + Reason, $"Refused: {Reason}.");

/// <summary>A proven caller.</summary>
internal sealed record ProvenCaller(string Issuer, string TenantId);

/// <summary>Proves that it is Entra ID that calls, for our directory, our extension and our application.</summary>
internal sealed class ClaimsCaller(TokenVerifier verifier, EntraRegistration registration, ClaimsProviderRules rules)
{
    private const string BearerPrefix = "Bearer ";

    /// <summary>Checks the bearer token: signature, issuer, audience, lifetime, version, caller and directory.</summary>
    public async Task<Result<ProvenCaller>> VerifyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return Unauthorized("bearer-missing");
        }

        var raw = RawToken.Read(header[BearerPrefix.Length..].Trim(), registration.CompanyClaim);
        if (!raw.Ok)
        {
            return Unauthorized(((SignInRefusal)raw.Error!).Reason.ToString());
        }

        try
        {
            var verified = await verifier.VerifyAsync(raw.Value, rules.Audience, cancellationToken);
            return verified.Ok ? CallerOf(verified.Value) : Unauthorized(((SignInRefusal)verified.Error!).Reason.ToString());
        }
        catch (SignInRefusedException refused)
        {
            return new ClaimsCallRefusal(refused.Reason.ToString(), StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Checks the call itself. Returns the subject of the person that it is about.</summary>
    public Result<string> Check(ProvenCaller caller, ClaimsCallBody? call)
    {
        if (call is not { Type: ClaimsProviderEndpoint.EventType, TenantId: not null, ClientAppId: not null, UserId: not null })
        {
            return new ClaimsCallRefusal("call-malformed", StatusCodes.Status400BadRequest);
        }

        return !Same(call.TenantId, caller.TenantId) ? Forbidden("tenant-wrong")
            : rules.ExtensionId is not { } extension ? Forbidden("extension-unknown-here")
            : !Same(call.ExtensionId, extension) ? Forbidden("extension-wrong")
            : !Same(call.ClientAppId, rules.ClientAppId) ? Forbidden("client-wrong")
            : !Guid.TryParseExact(call.UserId, "D", out var user) ? new ClaimsCallRefusal("call-malformed", StatusCodes.Status400BadRequest)
            : TokenStatement.SubjectOf(caller.TenantId, user.ToString("D"));
    }

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static ClaimsCallRefusal Unauthorized(string reason) => new(reason, StatusCodes.Status401Unauthorized);

    private static ClaimsCallRefusal Forbidden(string reason) => new(reason, StatusCodes.Status403Forbidden);

    private Result<ProvenCaller> CallerOf(RawToken token) =>
        token.Text("azp") != ClaimsProviderRules.EntraCaller ? Forbidden("caller-wrong")
        : token.Text("ver") != "2.0" ? Forbidden("version-wrong")
        : token.Text("tid") is not { } tenant ? Forbidden("tenant-wrong")
        : registration.TenantId is { } expected && !Same(tenant, expected.ToString()) ? Forbidden("tenant-wrong")
        : new ProvenCaller(token.Text("iss")!, tenant);
}
