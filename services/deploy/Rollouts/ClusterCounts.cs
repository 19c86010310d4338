using System.Text.Json;
using Platform.Contracts.Deploy.V1;

namespace Platform.Deploy.Rollouts;

/// <summary>Clusters per phase, counted from the set of parts, and what to say of those that are not well.</summary>
internal sealed record ClusterCounts(IReadOnlyDictionary<ClusterPhase, int> Phases, string? Reason = null)
{
    public int this[ClusterPhase phase] => Phases.GetValueOrDefault(phase);

    /// <summary>Those that somebody works on, or waits for.</summary>
    public int UnderWay => this[ClusterPhase.Pending] + this[ClusterPhase.Applying] + this[ClusterPhase.Waiting] + this[ClusterPhase.Parked];

    public Dictionary<string, int> ToDictionary() => Phases.Where(pair => pair.Value > 0).ToDictionary(pair => JsonNamingPolicy.CamelCase.ConvertName(pair.Key.ToString()), pair => pair.Value);
}
