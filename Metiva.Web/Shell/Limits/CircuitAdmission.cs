using Metiva.Tenancy.Binding;
using Metiva.Web.Shell.Refused;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Metiva.Web.Shell.Limits;

/// <summary>
/// Refuses a page to whoever has as many open as they may: it would come alive as one more circuit. The circuit itself is refused as
/// well (<see cref="CircuitPlaces"/>), for those that come without asking for the page, and when the last place went in between.
/// </summary>
internal sealed class CircuitAdmission(RequestDelegate next, CircuitCounts counts)
{
    public Task InvokeAsync(HttpContext context, TenantScope scope) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        && scope.ContextOrNull is { } tenant
        && counts.IsFull(tenant.PersonId.Value, tenant.CompanyId.Value)
            ? RefusalResponse.WriteAsync(context, Refusal.TooManyPages)
            : next(context);
}
