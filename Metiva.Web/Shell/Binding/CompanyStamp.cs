using Metiva.Tenancy.Binding;
using Metiva.Web.Shell.Refused;
using Microsoft.AspNetCore.DataProtection;

namespace Metiva.Web.Shell.Binding;

/// <summary>
/// A protected note of the company, session and view that a page was made for. Calls that a page starts carry it; it never selects a
/// company, it only refuses when the browser has meanwhile moved to another one.
/// </summary>
public sealed class CompanyStamp(TenantScope scope, IDataProtectionProvider protection)
{
    /// <summary>The name of the query or form field that carries the stamp.</summary>
    public const string Field = "stamp";

    private readonly IDataProtector protector = protection.CreateProtector("Metiva.CompanyStamp");
    private string? current;

    /// <summary>The stamp of this circuit or request.</summary>
    /// <exception cref="BindingRefusedException">Nothing is bound.</exception>
    public string Current => current ??= protector.Protect(Content(scope.Context));

    /// <summary>The address with the stamp in its query.</summary>
    public string On(string address) =>
        $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Field}={Uri.EscapeDataString(Current)}";

    internal bool IsCurrent(string? stamp)
    {
        if (string.IsNullOrEmpty(stamp))
        {
            return false;
        }

        try
        {
            return protector.Unprotect(stamp) == Content(scope.Context);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    private static string Content(TenantContext tenant) => $"{tenant.CompanyId} {tenant.SessionId} {tenant.ViewAsClient}";
}

/// <summary>Puts the stamp on endpoints.</summary>
public static class CompanyStampEndpoints
{
    /// <summary>The endpoint is called from a page, with the stamp of that page in the query or form; 409 when it is stale.</summary>
    public static RouteHandlerBuilder RequiresCompanyStamp(this RouteHandlerBuilder builder) =>
        builder.AddEndpointFilter(
            async (invocation, next) =>
            {
                var request = invocation.HttpContext.Request;
                string? sent = request.HasFormContentType
                    ? (await request.ReadFormAsync(invocation.HttpContext.RequestAborted))[CompanyStamp.Field]
                    : request.Query[CompanyStamp.Field];
                var stamp = invocation.HttpContext.RequestServices.GetRequiredService<CompanyStamp>();
                if (stamp.IsCurrent(sent))
                {
                    return await next(invocation);
                }

                await RefusalResponse.WriteAsync(invocation.HttpContext, Refusal.CompanyChanged);
                return Results.Empty;
            }
        );
}
