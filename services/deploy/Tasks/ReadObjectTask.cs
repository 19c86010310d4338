using System.Text.Json.Nodes;
using Platform.Kubernetes;

namespace Platform.Deploy.Tasks;

/// <summary>
/// <c>read-object</c>: outputs take values from <c>output.value</c>, and are waited for. Where nobody wants a value the object may be absent, as upstream has it.
/// </summary>
internal sealed class ReadObjectTask(StepClusters clusters) : IStepTask
{
    public string Type => "read-object";

    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken ct)
    {
        var (client, problem) = await clusters.OpenAsync(context.Text("cluster"), ct);
        if (client is null)
            return problem!;
        var key = new ObjectKey(context.Text("apiVersion")!, context.Text("kind")!, context.Text("namespace"), context.Text("name")!);
        if (await client.GetAsync(key, ct) is not { } live)
            return context.Step.Outputs.Count > 0 ? TaskResult.NotYet($"{key} is not there yet on {client.Cluster}") : TaskResult.Done($"{key} is not there on {client.Cluster}");
        var output = (JsonObject)live.DeepClone();
        output["value"] = live.DeepClone();
        return TaskResult.Done($"{key} was read from {client.Cluster}", new() { ["output"] = output, ["value"] = live.DeepClone() });
    }
}
