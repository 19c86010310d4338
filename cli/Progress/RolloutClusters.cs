using System.Text.Json.Nodes;
using Platform.Cli.Output;

namespace Platform.Cli.Progress;

/// <summary>
/// A rollout's clusters in lines: each of a few; of many how far each wave is, a line for every tenth of it, and by name only the first that
/// are in trouble. So a rollout to a thousand clusters can be read, and stays within some dozens of lines.
/// </summary>
internal sealed class RolloutClusters
{
    private const int Few = 10;
    private const int Named = 10;

    private readonly TenthLines waves = new();
    private readonly Dictionary<string, string> troubles = new(StringComparer.Ordinal);

    /// <summary>What is said of the clusters, and what each line is about.</summary>
    public IEnumerable<(string About, string Line)> Facts(JsonObject state)
    {
        var parts = state.Items("clusters").ToList();
        return parts.Count <= Few
            ? parts.Where(part => part.Text("phase") != "pending").Select(part => ($"cluster {Name(part)}", Line(part)))
            : state.Items("steps").SelectMany(Waves).Concat(Troubles(parts));
    }

    /// <summary>Why a cluster is where it is, or why it failed before it was taken back.</summary>
    public static string? Why(JsonObject part) => part.Text("message") ?? (part.Text("failure") is { } failure ? "had failed: " + failure : null);

    public static string Objects(JsonObject part) => $"{part.Text("applied") ?? "0"}/{part.Text("total") ?? "?"}";

    private static string Line(JsonObject part) => $"cluster {Name(part)}: {part.Text("phase")}, {Objects(part)}{Words.After(Why(part))}";

    private static string Name(JsonObject part) => $"{part.Text("step")}/{part.Text("cluster")}";

    private IEnumerable<(string About, string Line)> Waves(JsonObject step)
    {
        var counts = step.Items("waveClusters").ToList();
        if (counts.Count == 0 && step.Member("clusters") is JsonObject all)
            counts.Add(all);
        for (var wave = 0; wave < counts.Count; wave++)
        {
            var name = $"step {step.Text("name")}{(counts.Count > 1 ? $", wave {wave + 1} of {counts.Count}" : "")}";
            var done = new PhaseCounts(counts[wave]);
            if (done.Begun > 0)
                yield return ("clusters of " + name, waves.Of(name, done.Done, done.Total, () => $"{name}: {done.OfAll()}"));
        }
    }

    /// <summary>Each once: what a parked cluster says at its every try is not news.</summary>
    private IEnumerable<(string About, string Line)> Troubles(IEnumerable<JsonObject> parts)
    {
        foreach (var part in parts)
        {
            var phase = part.Text("failure") is null ? part.Text("phase") : "failed";
            if (phase is not ("failed" or "parked"))
                continue;
            var about = troubles.Count > Named ? "more" : $"{part.Text("cluster")} {phase}";
            troubles.TryAdd(about, about == "more"
                ? $"more than {Named} clusters are in trouble: the others are counted only"
                : $"cluster {part.Text("cluster")}: {phase}{Words.After(part.Text("failure") ?? part.Text("message"))}");
        }

        return troubles.Select(trouble => (trouble.Key, trouble.Value));
    }
}
