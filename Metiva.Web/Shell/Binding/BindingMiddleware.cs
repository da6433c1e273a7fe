using System.Diagnostics;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Web.Operations;
using Metiva.Web.Shell.Access;
using Metiva.Web.Shell.Refused;

namespace Metiva.Web.Shell.Binding;

/// <summary>
/// Binds a request to what its endpoint needs: a company, only a person, or nothing. Nothing but the sign-in cookie's principal is
/// looked at.
/// </summary>
internal sealed class BindingMiddleware(
    RequestDelegate next,
    Binder binder,
    PersonBinder personBinder,
    BindingCounters counters,
    Snapshots snapshots,
    ILogger<BindingMiddleware> logger
)
{
    public async Task InvokeAsync(HttpContext context, TenantScope scope, PersonScope personScope, CompanyDatabase database)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            await RefusalResponse.WriteAsync(context, Refusal.NotFound);
            return;
        }

        // What says nothing about who may reach it is reached by nobody.
        if (endpoint.Metadata.GetMetadata<AccessRule>() is not { } rule)
        {
            logger.LogError("{Endpoint} has no access rule.", endpoint.DisplayName);
            await RefusalResponse.WriteAsync(context, Refusal.PermissionDenied);
            return;
        }

        if (rule.Surface == Surface.Open)
        {
            await next(context);
            return;
        }

        var (personOutcome, person) = personBinder.Bind(context.User);
        if (person is not null)
        {
            personScope.Set(person);
            snapshots.Sessions.Touch(person.SessionId);
        }

        if (!rule.NeedsCompany)
        {
            counters.Count(personOutcome);
            await (person is null ? RefusalResponse.WriteAsync(context, Refusal.Of(personOutcome)) : next(context));
            return;
        }

        var binding = binder.Bind(context.User);
        scope.Freeze(binding);
        if (binding.Outcome != BindingOutcome.Bound)
        {
            logger.LogInformation("{Endpoint} was refused: {Outcome}.", endpoint.DisplayName, binding.Outcome);
            await RefusalResponse.WriteAsync(context, Refusal.Of(binding.Outcome));
            return;
        }

        if (Activity.Current is { IsAllDataRequested: true } trace)
        {
            trace.SetTag(TelemetryFeature.CompanyTag, scope.Context.CompanyId.ToString());
        }

        if (rule.Surface != Surface.Control)
        {
            // Before anything is rendered, so that a database that is not this company's, or not there, has its own status.
            await database.ProbeAsync(context.RequestAborted);
        }

        await next(context);
    }
}
