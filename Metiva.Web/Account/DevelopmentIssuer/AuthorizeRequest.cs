using Metiva.Web.Identity.Entra;
using Microsoft.Extensions.Primitives;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>A request to sign somebody in, as OAuth and OpenID Connect define it.</summary>
internal sealed record AuthorizeRequest
{
    private const int ChallengeLength = 43;

    public required string ClientId { get; init; }
    public required string RedirectUri { get; init; }
    public required string ResponseType { get; init; }
    public required string ResponseMode { get; init; }
    public required string Scope { get; init; }
    public required string State { get; init; }
    public required string Nonce { get; init; }
    public required string CodeChallenge { get; init; }
    public required string CodeChallengeMethod { get; init; }
    public required string Prompt { get; init; }
    public required string LoginHint { get; init; }
    public required string MaxAge { get; init; }

    /// <summary>Whether only the person may answer: a fresh sign-in, or a prompt that asks for one.</summary>
    public bool MustAsk => MaxAge.Length > 0 || Prompt is "login" or "select_account" or "consent";

    public static AuthorizeRequest From(IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        var values = parameters.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        string Get(string name) => values.GetValueOrDefault(name, "");
        return new AuthorizeRequest
        {
            ClientId = Get("client_id"),
            RedirectUri = Get("redirect_uri"),
            ResponseType = Get("response_type"),
            ResponseMode = Get("response_mode"),
            Scope = Get("scope"),
            State = Get("state"),
            Nonce = Get("nonce"),
            CodeChallenge = Get("code_challenge"),
            CodeChallengeMethod = Get("code_challenge_method"),
            Prompt = Get("prompt"),
            LoginHint = Get("login_hint"),
            MaxAge = Get("max_age"),
        };
    }

    /// <summary>The parameters again, for the form that continues the request.</summary>
    public IEnumerable<KeyValuePair<string, string>> Parameters() =>
        [
            new("client_id", ClientId),
            new("redirect_uri", RedirectUri),
            new("response_type", ResponseType),
            new("response_mode", ResponseMode),
            new("scope", Scope),
            new("state", State),
            new("nonce", Nonce),
            new("code_challenge", CodeChallenge),
            new("code_challenge_method", CodeChallengeMethod),
            new("max_age", MaxAge),
        ];

    /// <summary>What is wrong with the parts that decide where an answer may be sent; null when nothing is.</summary>
    public string? ProblemToShow(HttpRequest request, IssuerClient client, EntraRegistration registration) =>
        ClientId != client.Id ? "unknown client_id"
        : RedirectUri != $"{request.Scheme}://{request.Host}{registration.CallbackPath}" ? "redirect_uri is not this application's"
        : null;

    /// <summary>What is wrong otherwise, as an OAuth error and its description; null when nothing is.</summary>
    public (string Error, string Description)? ProblemToSend() =>
        ResponseType != "code" ? ("unsupported_response_type", "only response_type=code")
        : ResponseMode is not ("" or "query") ? ("invalid_request", "only response_mode=query")
        : !Scope.Split(' ').Contains("openid") ? ("invalid_scope", "scope must contain openid")
        : Nonce.Length == 0 ? ("invalid_request", "nonce is missing")
        : CodeChallengeMethod != "S256" || CodeChallenge.Length != ChallengeLength ? ("invalid_request", "PKCE with S256 is required")
        : null;
}
