using System.Text;
using Platform.Build.Tasks;
using Platform.Hosting;
using Platform.Storage;

namespace Platform.Build.Logs;

/// <summary>
/// <c>GET namespaces/{ns}/packages/{app}/{version}/log</c>: what the builds of a package printed, as text, each line after its
/// component's name. The path lies below Package's, but the logs are Build's, so the gateway routes it here.
/// </summary>
internal static class LogEndpoints
{
    internal static void MapLogs(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/namespaces/{ns}/packages/{app}/{version}/log", GetAsync)
            .Requires(Role.Viewer)
            .Produces<string>(contentType: "text/plain")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithName("GetPackageLog")
            .WithTags("packages")
            .WithSummary("The build log of a package as text; follow=true stays until its builds have ended, component=… shows one");

    private static async Task GetAsync(
        HttpContext http, string ns, string app, string version, IDocuments<BuildTask> tasks, BuildLogs logs, TimeProvider time,
        bool follow = false, string? component = null)
    {
        var ct = http.RequestAborted;
        var reader = new LogReader(tasks, logs, BuildTask.PackageOf(ns, app, version), component);
        var wait = follow ? TimeSpan.FromSeconds(10) : TimeSpan.Zero;
        if (!await Waiting.ForAsync(wait, () => reader.HasTasksAsync(ct), time, ct))
        {
            await Problems.NotFound($"A build log of package {app}:{version} in namespace {ns}").ExecuteAsync(http);
            return;
        }

        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await foreach (var line in reader.ReadAsync(follow, time, ct))
            {
                await http.Response.WriteAsync(line is null ? "" : line + "\n", Encoding.UTF8, ct);
                if (line is null)
                    await http.Response.Body.FlushAsync(ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The reader went away.
        }
    }
}
