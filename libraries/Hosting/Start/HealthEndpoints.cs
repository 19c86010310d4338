using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Platform.Hosting;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: what it needs answers too.</summary>
internal static class HealthEndpoints
{
    /// <summary>Tag of the checks that make a process ready; MassTransit's own check of the bus has it too.</summary>
    public const string Ready = "ready";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).OpenToAll();
        routes.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = c => c.Tags.Contains(Ready), ResponseWriter = WriteAsync }).OpenToAll();
    }

    /// <summary>Names and sentences only: anybody may ask, so no addresses and no stack traces.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var checks = new JsonObject();
        foreach (var (name, entry) in report.Entries)
            checks[name] = new JsonObject { ["status"] = Word(entry.Status), ["detail"] = entry.Description };
        return context.Response.WriteAsJsonAsync(new JsonObject { ["status"] = Word(report.Status), ["checks"] = checks });
    }

    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();
}
