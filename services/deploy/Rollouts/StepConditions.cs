using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Oam;

namespace Platform.Deploy.Rollouts;

/// <summary>What <c>if</c> of a step says of the rollout as it stands.</summary>
internal static class StepConditions
{
    public static bool Holds(string condition, RolloutDocument rollout) =>
        condition == "always" || StepCondition.Parse(condition, out _)?.Holds(ScopeOf(rollout)) == true;

    private static JsonObject ScopeOf(RolloutDocument rollout) => new()
    {
        ["status"] = new JsonObject(rollout.Steps.Select(step => KeyValuePair.Create(step.Name, (JsonNode?)StatusOf(step)))),
        ["inputs"] = new JsonObject(rollout.Values.Select(value => KeyValuePair.Create(value.Key, JsonNode.Parse(value.Value)))),
        ["context"] = new JsonObject
        {
            ["name"] = rollout.Application,
            ["appName"] = rollout.Application,
            ["namespace"] = rollout.Namespace,
            ["revision"] = rollout.Revision,
        },
    };

    private static JsonObject StatusOf(RolloutStep step) => new()
    {
        ["phase"] = JsonNamingPolicy.CamelCase.ConvertName(step.Phase.ToString()),
        ["succeeded"] = step.Phase == StepPhase.Succeeded,
        ["failed"] = step.Phase == StepPhase.Failed,
        ["skipped"] = step.Phase == StepPhase.Skipped,
        ["timeout"] = step is { Phase: StepPhase.Failed, TimedOut: true },
        ["reason"] = step.Reason,
        ["message"] = step.Message ?? step.Reason,
    };
}
