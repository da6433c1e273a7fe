using Metiva.Tenancy.Binding;

namespace Metiva.Web.Shell.Binding;

/// <summary>
/// Counts requests that try to name a company by header, query or cookie. They are served like any other: the attempt selects
/// nothing.
/// </summary>
internal sealed class SpoofedSelectors(RequestDelegate next, BindingCounters counters, ILogger<SpoofedSelectors> logger)
{
    private static readonly string[] Headers = ["X-Tenant", "X-Tenant-Id", "X-TenantId", "X-Company", "X-Company-Id", "X-CompanyId"];
    private static readonly string[] Names = ["tenant", "tenant_id", "tenantId", "company_id", "companyId"];

    /// <summary>Whether a query field or cookie of this name tries to name a company.</summary>
    internal static bool IsSelector(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (
            Array.Exists(Headers, request.Headers.ContainsKey)
            || Array.Exists(Names, name => request.Query.ContainsKey(name) || request.Cookies.ContainsKey(name))
        )
        {
            counters.CountSpoofed();
            logger.LogWarning("A request to {Path} tried to name a company by itself. It selects nothing.", request.Path.Value);
        }

        return next(context);
    }
}
