using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Rollouts;
using Platform.Oam;

namespace Platform.Deploy.Tasks;

/// <summary>What a task works with.</summary>
/// <param name="Rollout">As it is now.</param>
/// <param name="Step">As planned.</param>
/// <param name="Properties">Its properties, with inputs filled in.</param>
/// <param name="Application">As submitted.</param>
internal sealed record TaskContext(RolloutDocument Rollout, PlannedStep Step, JsonObject Properties, Application Application)
{
    public string? Text(string name) => Properties[name]?.ToString() is { Length: > 0 } text ? text : null;
}

/// <summary>What came of a task.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">For a person.</param>
/// <param name="Scope">What outputs may take values from.</param>
internal sealed record TaskResult(TaskOutcome Outcome, string? Reason = null, JsonObject? Scope = null)
{
    public static TaskResult Done(string? reason = null, JsonObject? scope = null) => new(TaskOutcome.Done, reason, scope);

    public static TaskResult NotYet(string reason) => new(TaskOutcome.NotYet, reason);

    public static TaskResult Failed(string reason) => new(TaskOutcome.Failed, reason);

    public static TaskResult Refused(string reason) => new(TaskOutcome.Refused, reason);
}

/// <summary>What steps of a type do that is no work of the pool.</summary>
internal interface IStepTask
{
    /// <summary>E.g. <c>webhook</c>.</summary>
    string Type { get; }

    Task<TaskResult> RunAsync(TaskContext context, CancellationToken ct);
}
