using System.Text.Json;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Sessions;
using Metiva.Web.Identity.Entra;
using Metiva.Web.Shell.Access;

namespace Metiva.Web.Identity.ClaimsProvider;

/// <summary>
/// Entra ID asks here, while it issues a token, which company to put into it (custom claims provider, token issuance start). It
/// waits two seconds and issues nothing without an answer, so the answer comes from memory.
/// </summary>
internal static class ClaimsProviderEndpoint
{
    public const string Address = "/api/entra/token-issuance-start";
    public const string EventType = "microsoft.graph.authenticationEvent.tokenIssuanceStart";
    private const int LongestBody = 64 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost(Address, AnswerAsync).IsOpen();

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        ClaimsCaller caller,
        CompanyChoices choices,
        ILogger<ClaimsCaller> logger
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        var verified = await caller.VerifyAsync(context.Request, context.RequestAborted);
        if (!verified.Ok)
        {
            return Refuse(logger, (ClaimsCallRefusal)verified.Error!);
        }

        var call = ClaimsCallBody.Read(await ReadAsync(context.Request, context.RequestAborted));
        var checkedCall = caller.Check(verified.Value, call);
        if (!checkedCall.Ok)
        {
            return Refuse(logger, (ClaimsCallRefusal)checkedCall.Error!);
        }

        try
        {
            return TypedResults.Json(Answer(choices.ForToken(verified.Value.Issuer, checkedCall.Value)));
        }
        catch (BindingRefusedException refused)
        {
            return Refuse(logger, new ClaimsCallRefusal(refused.Outcome.ToString(), StatusCodes.Status503ServiceUnavailable));
        }
    }

    private static IResult Refuse(ILogger logger, ClaimsCallRefusal refusal)
    {
        logger.ClaimsCallRefused(refusal.Reason);
        return TypedResults.Problem(statusCode: refusal.Status, title: refusal.Reason);
    }

    private static async Task<JsonDocument?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LongestBody)
        {
            return null;
        }

        var body = new byte[LongestBody + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            return length > LongestBody ? null : JsonDocument.Parse(body.AsMemory(0, length));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Never an empty bag: Entra ID takes that for a failed call.
    private static Dictionary<string, object> Answer(TokenCompany company)
    {
        var claims = new Dictionary<string, string>(StringComparer.Ordinal) { ["company_status"] = company.Status };
        if (company.CompanyId is { } bound)
        {
            claims["company_id"] = bound.ToString();
        }

        return new(StringComparer.Ordinal)
        {
            ["data"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["@odata.type"] = "microsoft.graph.onTokenIssuanceStartResponseData",
                ["actions"] = new[]
                {
                    new Dictionary<string, object>(StringComparer.Ordinal)
                    {
                        ["@odata.type"] = "microsoft.graph.tokenIssuanceStart.provideClaimsForToken",
                        ["claims"] = claims,
                    },
                },
            },
        };
    }
}
