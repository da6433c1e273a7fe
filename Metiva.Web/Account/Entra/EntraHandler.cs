using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Metiva.Domain.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Metiva.Web.Identity.Entra;

/// <summary>
/// OpenID Connect with the authorization code flow and PKCE, on the framework's OAuth handler: that one keeps state, correlation
/// and the code verifier; discovery, nonce, the ID token and what follows from it are here.
/// </summary>
internal sealed class EntraHandler(
    IOptionsMonitor<EntraOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    EntraMetadata metadata,
    EntraRegistration registration,
    ClientAuthentication clientAuthentication,
    TokenVerifier verifier,
    SignInCompletion completion
) : OAuthHandler<EntraOptions>(options, loggers, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Entra";

    private OpenIdConnectConfiguration? configuration;

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        properties.IssuedUtc = TimeProvider.GetUtcNow();
        try
        {
            configuration = await metadata.GetAsync(Context.RequestAborted);
        }
        catch (SignInRefusedException refused)
        {
            Logger.SignInRefused(refused.Reason, refused.InnerException);
            Response.Redirect(SignInPages.FailedFor(refused.Reason));
            return;
        }

        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var request = SignInRequest.From(properties);
        var nonce = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        SignInRequest.SetNonce(properties, nonce);
        var more = new Dictionary<string, string?>(StringComparer.Ordinal) { ["nonce"] = nonce, ["response_mode"] = "query" };
        if (request.Quiet || request.PickAccount)
        {
            more["prompt"] = request.Quiet ? "none" : "select_account";
        }

        if (request.LoginHint is { } hint)
        {
            more["login_hint"] = hint;
        }

        if (request.Fresh)
        {
            more["max_age"] = "0";
        }

        // The base class adds client id, state, scope and the code challenge; it signs the state, so all items are set by now.
        return QueryHelpers.AddQueryString(Join(AuthorizeAddress(), base.BuildChallengeUrl(properties, redirectUri)), more);
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        var result = await base.HandleRemoteAuthenticateAsync();

        if (result.Failure is not AuthenticationFailureException failure)
        {
            return result;
        }

        // The framework logs the failure's message. What the issuer, or whoever made the address up, wrote there stays out of it.
        return failure.Data["error"] is string error
            ? HandleRequestResult.Fail(new IssuerErrorException(IssuerCode.Clean(error)), result.Properties)
            // Without an answer of the issuer it is always state, correlation or a missing code.
            : HandleRequestResult.Fail(new SignInRefusedException(SignInFailure.StateInvalid), result.Properties);
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        var endpoint = (await metadata.GetAsync(Context.RequestAborted)).TokenEndpoint;
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = context.Code,
            ["redirect_uri"] = context.RedirectUri,
        };
        if (context.Properties.Items.Remove(OAuthConstants.CodeVerifierKey, out var codeVerifier))
        {
            form[OAuthConstants.CodeVerifierKey] = codeVerifier!;
        }

        clientAuthentication.AddTo(form, endpoint);
        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var response = await metadata.Backchannel.PostAsync(endpoint, content, Context.RequestAborted);
            var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Context.RequestAborted));
            if (response.IsSuccessStatusCode && Text(answer, "access_token") is not null)
            {
                return OAuthTokenResponse.Success(answer);
            }

            Logger.IssuerAnswered(IssuerCode.Clean(Text(answer, "error")));
            answer.Dispose();
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || IsTimeout(exception))
        {
            return OAuthTokenResponse.Failed(new SignInRefusedException(SignInFailure.IssuerUnreachable, exception));
        }

        return OAuthTokenResponse.Failed(new SignInRefusedException(SignInFailure.CodeRefused));
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity,
        AuthenticationProperties properties,
        OAuthTokenResponse tokens
    )
    {
        var ticket = await TicketFor(Text(tokens.Response!, "id_token"), properties);
        return ticket.Ok ? ticket.Value : throw new SignInRefusedException(((SignInRefusal)ticket.Error!).Reason);
    }

    private static string? Text(JsonDocument answer, string name) =>
        answer.RootElement.ValueKind == JsonValueKind.Object
        && answer.RootElement.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    // The issuer's address may have a query of its own.
    private static string Join(string endpoint, string query) => endpoint.Contains('?') ? endpoint + "&" + query[1..] : endpoint + query;

    private bool IsTimeout(Exception exception) =>
        exception is OperationCanceledException && !Context.RequestAborted.IsCancellationRequested;

    // The embedded issuer is at whatever name the browser calls this application by.
    private string AuthorizeAddress() =>
        registration.IsEmbedded
            ? BuildRedirectUri(new Uri(configuration!.AuthorizationEndpoint).AbsolutePath)
            : configuration!.AuthorizationEndpoint;

    private async Task<Result<AuthenticationTicket>> TicketFor(string? idToken, AuthenticationProperties properties)
    {
        if (idToken is null)
        {
            return new SignInRefusal(SignInFailure.TokenMissing);
        }

        var raw = RawToken.Read(idToken, registration.CompanyClaim);
        if (!raw.Ok)
        {
            return raw.Error!;
        }

        var verified = await verifier.VerifyAsync(raw.Value, registration.ClientId, Context.RequestAborted);
        if (!verified.Ok)
        {
            return verified.Error!;
        }

        var statement = TokenStatement.Read(verified.Value, registration, SignInRequest.NonceOf(properties));
        return statement.Ok
            ? await completion.CompleteAsync(Context, statement.Value, SignInRequest.From(properties), properties.IssuedUtc)
            : statement.Error!;
    }
}
