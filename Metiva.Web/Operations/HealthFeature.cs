using System.Text.Json;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Web.Shell.Access;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Metiva.Web.Operations;

/// <summary>
/// What a load balancer and an orchestrator ask: <c>/health/live</c> whether the process runs at all, <c>/health/ready</c> whether
/// somebody who is sent here would be served. The answers name checks and nothing else: anybody can ask.
/// </summary>
public static class HealthFeature
{
    /// <summary>Whether the process answers.</summary>
    public const string Live = "/health/live";

    /// <summary>Whether it serves: 503 while the registry is too old to answer from, before it has started and once it stops.</summary>
    public const string Ready = "/health/ready";

    /// <summary>Adds the checks.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<RegistryCheck>("registry").AddCheck<LifetimeCheck>("lifetime");
        return services;
    }

    /// <summary>Serves both addresses.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks(Live, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .IsOpen()
            .DisableRateLimiting();
        app.MapHealthChecks(Ready, new HealthCheckOptions { ResponseWriter = WriteAsync }).IsOpen().DisableRateLimiting();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        var checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString(), StringComparer.Ordinal);
        return context.Response.WriteAsync(
            JsonSerializer.Serialize(new { status = report.Status.ToString(), checks }),
            context.RequestAborted
        );
    }

    /// <summary>The same question that binding asks before it serves anybody.</summary>
    private sealed class RegistryCheck(Snapshots snapshots) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(
                snapshots.IsFresh(AccessKind.Command) ? HealthCheckResult.Healthy()
                // It can still be read from for a while.
                : snapshots.IsFresh(AccessKind.Read) ? HealthCheckResult.Degraded()
                : HealthCheckResult.Unhealthy()
            );
    }

    /// <summary>A host that stops finishes what it has, and takes nothing new.</summary>
    private sealed class LifetimeCheck(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(
                lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy()
            );
    }
}
