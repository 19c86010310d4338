using System.Text.Json.Nodes;
using Platform.Kubernetes;

namespace Platform.Deploy.Tasks;

/// <summary><c>webhook</c>: posts JSON, the application itself when nothing else is given.</summary>
internal sealed class WebhookTask(Outward outward, StepSecrets secrets) : IStepTask
{
    public string Type => "webhook";

    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken ct)
    {
        var (url, problem) = await secrets.ReadAsync(context.Properties["url"], context.Rollout.Namespace, ct);
        return url is null
            ? problem!
            : await outward.SendAsync(HttpMethod.Post, url, context.Properties["data"] as JsonObject ?? context.Application.ToJson(), [], ct);
    }
}
