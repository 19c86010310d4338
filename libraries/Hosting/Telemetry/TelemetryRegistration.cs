using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Platform.Messaging;

namespace Platform.Hosting;

/// <summary>
/// Metrics are always at <c>/metrics</c>; they and traces go out by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says. Elsewhere nothing of a
/// trace is recorded but its id, which logs, problems and events name.
/// </summary>
internal static class TelemetryRegistration
{
    /// <summary>The bus hands a trace on only to where somebody listens. (Requests do so themselves.)</summary>
    private static readonly ActivityListener Ids = new()
    {
        ShouldListenTo = source => MessagingTelemetry.Sources.Contains(source.Name),
        Sample = static (ref _) => ActivitySamplingResult.PropagationData,
    };

    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("platform-" + service, serviceVersion: typeof(PlatformHost).Assembly.GetName().Version?.ToString(3)))
            // Not those of the HTTP client: they would be series for each cluster, method and status, thousands of them.
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter([.. MessagingTelemetry.Meters, "Platform.*"])
                .AddPrometheusExporter());
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            ActivitySource.AddActivityListener(Ids);
        else
            telemetry.WithTracing(Trace).UseOtlpExporter();
    }

    private static void Trace(TracerProviderBuilder traces) => traces
        .AddAspNetCoreInstrumentation(o => o.Filter = context => !ProbePaths.Contains(context.Request.Path))
        .AddHttpClientInstrumentation()
        .AddSource([.. MessagingTelemetry.Sources, "Platform.*", "Yarp.ReverseProxy"]);
}
