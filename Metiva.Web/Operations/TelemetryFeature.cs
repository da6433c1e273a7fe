using System.Reflection;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Jobs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Metiva.Web.Operations;

/// <summary>
/// Traces and metrics over OTLP, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to; without it nothing is listened to and nothing is
/// spent. A company is named by its id only: no name, no content, no query of an address leaves.
/// </summary>
internal static class TelemetryFeature
{
    /// <summary>The setting, as OpenTelemetry names it.</summary>
    internal const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The tag that names a company by its id.</summary>
    internal const string CompanyTag = "metiva.company";

    internal static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<NodeMeters>();
        if (string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]))
        {
            return;
        }

        var version = typeof(TelemetryFeature).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("metiva", serviceVersion: version))
            .WithTracing(traces =>
                traces
                    // What a probe asks every few seconds says nothing.
                    .AddAspNetCoreInstrumentation(options =>
                        options.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
                    )
                    .AddSource("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.Server.Circuits", WorkMeters.SourceName)
                    .AddOtlpExporter()
            )
            .WithMetrics(metrics =>
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddMeter(
                        BindingCounters.MeterName,
                        "System.Runtime",
                        "Microsoft.AspNetCore.RateLimiting",
                        "Microsoft.AspNetCore.Components.Server.Circuits"
                    )
                    .AddOtlpExporter()
            );
    }
}
