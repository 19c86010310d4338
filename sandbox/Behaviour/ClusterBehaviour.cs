using System.Text.Json.Nodes;
using Platform.Sandbox.Controllers;

namespace Platform.Sandbox.Behaviour;

/// <summary>
/// How quick a cluster is and how its Pods fare. Changes hold for what happens from then on. A Pod's own annotations
/// (`sandbox/outcome`, `sandbox/start-ms`, `sandbox/duration-ms`, `sandbox/exit-code`) come first, then the rules in their order, then its image's tag
/// (`broken`, `crash`).
/// </summary>
public sealed class ClusterBehaviour
{
    private volatile IReadOnlyList<PodRule> _rules = [];

    internal ClusterBehaviour(SandboxClusterOptions options) =>
        (PodStart, PodStop, JobDuration, Provisioning, Backoff, HasLoadBalancers, HasMetrics) =
        (options.PodStart, options.PodStop, options.JobDuration, options.Provisioning, options.Backoff, options.HasLoadBalancers, options.HasMetrics);

    /// <inheritdoc cref="SandboxClusterOptions.PodStart"/>
    public TimeSpan PodStart { get; set; }

    /// <inheritdoc cref="SandboxClusterOptions.PodStop"/>
    public TimeSpan PodStop { get; set; }

    /// <inheritdoc cref="SandboxClusterOptions.JobDuration"/>
    public TimeSpan JobDuration { get; set; }

    /// <inheritdoc cref="SandboxClusterOptions.Provisioning"/>
    public TimeSpan Provisioning { get; set; }

    /// <inheritdoc cref="SandboxClusterOptions.Backoff"/>
    public TimeSpan Backoff { get; set; }

    /// <inheritdoc cref="SandboxClusterOptions.HasLoadBalancers"/>
    public bool HasLoadBalancers { get; set; }

    /// <inheritdoc cref="SandboxClusterOptions.HasMetrics"/>
    public bool HasMetrics { get; set; }

    public IReadOnlyList<PodRule> Rules
    {
        get => _rules;
        set => _rules = value;
    }

    internal (PodOutcome Outcome, TimeSpan Start, TimeSpan Duration) Of(JsonObject pod)
    {
        var matching = _rules.Where(r => Matches(r, pod)).ToList();
        var outcome = Named(pod.Annotation("sandbox/outcome")) ?? matching.Select(r => r.Outcome).FirstOrDefault(o => o is not null) ?? FromImages(pod);
        return (outcome, Milliseconds(pod, "sandbox/start-ms", matching.Select(r => r.StartMilliseconds), PodStart), Milliseconds(pod, "sandbox/duration-ms", matching.Select(r => r.DurationMilliseconds), JobDuration));
    }

    private static bool Matches(PodRule rule, JsonObject pod) =>
        (rule.Namespace is null || pod.Meta().Text("namespace") == rule.Namespace)
        && (rule.NamePrefix is null || pod.Meta().Text("name")!.StartsWith(rule.NamePrefix, StringComparison.Ordinal))
        && (rule.Image is null || Images(pod).Any(i => i.Contains(rule.Image, StringComparison.Ordinal)));

    private static PodOutcome? Named(string? text) => Enum.TryParse<PodOutcome>(text, ignoreCase: true, out var outcome) ? outcome : null;

    private static TimeSpan Milliseconds(JsonObject pod, string annotation, IEnumerable<double?> rules, TimeSpan otherwise) =>
        double.TryParse(pod.Annotation(annotation), out var own) && own is >= 0 and < 86_400_000 ? TimeSpan.FromMilliseconds(own)
        : rules.FirstOrDefault(r => r is not null) is { } ruled ? TimeSpan.FromMilliseconds(ruled) : otherwise;

    private static PodOutcome FromImages(JsonObject pod)
    {
        var tags = Images(pod).Select(Tag).ToList();
        return tags.Contains("broken") ? PodOutcome.Broken : tags.Contains("crash") ? PodOutcome.Crash : PodOutcome.Ready;
    }

    private static IEnumerable<string> Images(JsonObject pod) => pod.Spec().List("containers").Select(c => c.Text("image") ?? "");

    /// <summary>What follows the last colon of an image's name without its digest, unless that is a registry's port.</summary>
    internal static string Tag(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon < 0 || name.IndexOf('/', colon) >= 0 ? "" : name[(colon + 1)..];
    }
}
