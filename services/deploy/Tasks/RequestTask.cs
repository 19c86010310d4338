using System.Text.Json.Nodes;

namespace Platform.Deploy.Tasks;

/// <summary><c>request</c>: any HTTP request.</summary>
internal sealed class RequestTask(Outward outward) : IStepTask
{
    public string Type => "request";

    public Task<TaskResult> RunAsync(TaskContext context, CancellationToken ct) => outward.SendAsync(
        new HttpMethod(context.Text("method") ?? "GET"),
        context.Text("url")!,
        context.Properties["body"],
        (context.Properties["header"] as JsonObject ?? []).Select(header => KeyValuePair.Create(header.Key, header.Value?.ToString() ?? "")),
        ct);
}
