using Metiva.Domain.Plans;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Usage;
using Metiva.Web.Shell.Refused;

namespace Metiva.Web.Shell.Limits;

/// <summary>
/// Counts the calls under /api that are bound to a company, and refuses them when the company's plan includes no more. Other requests
/// are people's and cost nothing.
/// </summary>
internal sealed class ApiMetering(RequestDelegate next, UsageMeter meter)
{
    public Task InvokeAsync(HttpContext context, TenantScope scope)
    {
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || scope.ContextOrNull is not { } tenant)
        {
            return next(context);
        }

        if (meter.IsOver(tenant.CompanyId, UsageResource.ApiCalls))
        {
            return RefusalResponse.WriteAsync(context, Refusal.QuotaUsedUp);
        }

        meter.Count(tenant.CompanyId, UsageResource.ApiCalls);
        return next(context);
    }
}
