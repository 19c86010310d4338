namespace Platform.Deploy.Rollouts;

/// <summary>What <c>if</c> of a step says.</summary>
internal static class StepConditions
{
    /// <summary>Only <c>always</c> is taken yet; submission refuses anything else.</summary>
    public static bool Holds(string condition, RolloutDocument rollout) => condition == "always";
}
