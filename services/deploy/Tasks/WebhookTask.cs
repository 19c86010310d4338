using System.Text.Json.Nodes;

namespace Platform.Deploy.Tasks;

/// <summary><c>webhook</c>: posts JSON, the application itself when nothing else is given.</summary>
internal sealed class WebhookTask(Notices notices, StepSecrets secrets) : IStepTask
{
    public string Type => "webhook";

    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken ct)
    {
        var (url, problem) = await secrets.ReadAsync(context.Properties["url"], context.Rollout.Namespace, ct);
        return url is null ? problem! : await notices.PostAsync(context, url, context.Properties["data"] as JsonObject ?? context.Application.ToJson(), ct);
    }
}
