using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applications;
using Platform.Deploy.Rollouts;
using Platform.Storage;

namespace Platform.Deploy.Tasks;

/// <summary><c>depends-on-app</c>: waits until another application's newest rollout has succeeded.</summary>
internal sealed class DependsOnAppTask(IDocuments<ApplicationDocument> applications, IDocuments<RolloutDocument> rollouts) : IStepTask
{
    public string Type => "depends-on-app";

    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken ct)
    {
        var key = ApplicationDocument.IdOf(context.Text("namespace")!, context.Text("name")!);
        if (await applications.GetAsync(key, ct) is not { Deleted: false } application)
            return TaskResult.NotYet($"application {key} is not there yet");
        return await rollouts.GetAsync(application.Rollout.ToString(), ct) is { Phase: RolloutPhase.Succeeded }
            ? TaskResult.Done($"application {key} runs at revision {application.Revision}")
            : TaskResult.NotYet($"application {key} does not run yet at revision {application.Revision}");
    }
}
