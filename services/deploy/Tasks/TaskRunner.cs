using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Definitions;
using Platform.Deploy.Planning.Fetching;
using Platform.Deploy.Revisions;
using Platform.Deploy.Rollouts;
using Platform.Kubernetes;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Tasks;

/// <summary>Runs a stage of a step, and takes the values it gives.</summary>
internal sealed class TaskRunner(IDocuments<RevisionDocument> revisions, TypeLibrary types, IEnumerable<IStepTask> tasks, LatePlanner planner, OutputCollector collector)
{
    /// <summary>Values of one step together; they travel in messages and stay in the rollout.</summary>
    private const int MostValues = 64 * 1024;
    private readonly Dictionary<string, IStepTask> tasks = tasks.ToDictionary(task => task.Type);

    public async Task<(TaskResult Result, IReadOnlyDictionary<string, string> Values)> RunAsync(RolloutDocument rollout, string name, TaskStage stage, CancellationToken ct)
    {
        try
        {
            return await ContextAsync(rollout, name, ct) is { } context
                ? await RunAsync(context, stage, ct)
                : (TaskResult.Refused($"revision {rollout.Revision} is gone"), Nothing);
        }
        catch (KeyNotFoundException e)
        {
            return (TaskResult.Refused(e.Message), Nothing);
        }
        catch (NotNowException e)
        {
            return (TaskResult.NotYet(e.Message), Nothing);
        }
        catch (KubernetesException e)
        {
            return (new(e.Failure.Retryable ? TaskOutcome.Failed : TaskOutcome.Refused, e.Failure.ToString()), Nothing);
        }
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    private async Task<(TaskResult Result, IReadOnlyDictionary<string, string> Values)> RunAsync(TaskContext context, TaskStage stage, CancellationToken ct)
    {
        if (stage == TaskStage.Plan)
            return (await planner.RunAsync(context, InputsOf(context.Rollout), ct), Nothing);
        if (stage == TaskStage.Do)
        {
            var result = await tasks[context.Step.Type].RunAsync(context, ct);
            return result.Outcome == TaskOutcome.Done ? Take(result, context.Step.Outputs.Select(output => (output, result.Scope ?? []))) : (result, Nothing);
        }

        var (scopes, problem) = await collector.ReadAsync(context, ct);
        if (problem is not null)
            return (problem, Nothing);
        var ofStep = scopes.GetValueOrDefault(context.Step.ApplyComponent?.Component ?? context.Step.Name) ?? scopes.Values.FirstOrDefault() ?? [];
        var wanted = context.Step.Outputs.Select(output => (output, ofStep))
            .Concat(context.Application.Components.Where(component => scopes.ContainsKey(component.Name))
                .SelectMany(component => component.Outputs.Select(output => (output, scopes[component.Name]))));
        return Take(TaskResult.Done(), wanted);
    }

    private static (TaskResult Result, IReadOnlyDictionary<string, string> Values) Take(TaskResult result, IEnumerable<(StepOutput Output, JsonObject Scope)> wanted)
    {
        var values = new Dictionary<string, string>();
        foreach (var (output, scope) in wanted)
        {
            if (OutputValues.Of(output.ValueFrom, scope) is not { } value)
                return (TaskResult.NotYet($"output '{output.Name}': there is no {output.ValueFrom} yet"), Nothing);
            values[output.Name] = value.ToJsonString();
        }

        return values.Sum(value => value.Value.Length) > MostValues
            ? (TaskResult.Refused($"its outputs have more than {MostValues / 1024} KiB"), Nothing)
            : (result, values);
    }

    private async Task<TaskContext?> ContextAsync(RolloutDocument rollout, string name, CancellationToken ct)
    {
        if (await revisions.GetAsync(RevisionDocument.IdOf(rollout.ApplicationKey, rollout.Revision), ct) is not { } revision)
            return null;
        var (application, _) = await types.ReadAsync(revision, ct);
        var step = WorkflowPlanner.Plan(application).AllSteps.First(planned => planned.Name == name);
        return new(rollout, step, StepInputs.Fill(step.Properties, InputsOf(rollout)), application);
    }

    private static JsonObject InputsOf(RolloutDocument rollout) => new(rollout.Values.Select(value => KeyValuePair.Create(value.Key, JsonNode.Parse(value.Value))));
}
