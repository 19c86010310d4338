using Platform.Oam;

namespace Platform.Deploy.Applications;

/// <summary>What the language has and rollouts can't do yet: it is refused, not ignored. A line goes when rollouts can do it.</summary>
internal static class NotYet
{
    private static readonly HashSet<string> Policies =
        ["topology", "override", "apply-once", "take-over", "read-only", "shared-resource", "resource-update", "garbage-collect"];

    public static IEnumerable<Fault> Of(Application application) => application.Policies.Where(policy => !Policies.Contains(policy.Type)).Select(Policy);

    private static Fault Policy(Policy policy) =>
        policy.Source["type"]!.Fault($"rollouts don't carry out policies of type '{policy.Type}' yet, so it would have no effect; leave it out");
}
