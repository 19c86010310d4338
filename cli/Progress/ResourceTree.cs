using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Cli.Output;

namespace Platform.Cli.Progress;

/// <summary>An application's objects as a tree of text: cluster, component, object, and what controllers made of it.</summary>
internal static class ResourceTree
{
    public static string Lines(JsonObject tree, DateTimeOffset now)
    {
        var lines = new List<string>
        {
            $"{tree.Text("application")}  {tree.Text("health") ?? "Unknown"} ({tree.Text("phase") ?? "-"}, revision {tree.Text("revision")})",
        };
        Branches(tree.Items("clusters"), "", lines, (cluster, indent) =>
        {
            lines[^1] += Cluster(cluster);
            Branches(cluster.Items("components"), indent, lines, (component, within) =>
            {
                lines[^1] += component.Text("component") + State(component);
                Objects(component.Items("objects"), within, lines, now);
            });
        });
        return string.Join(Environment.NewLine, lines);
    }

    private static void Objects(IEnumerable<JsonObject> objects, string indent, List<string> lines, DateTimeOffset now) =>
        Branches(objects, indent, lines, (item, inner) =>
        {
            lines[^1] += Object(item, now);
            Objects(item.Items("children"), inner, lines, now);
        });

    /// <summary>Adds a line with the branch for each, and hands on what stands before the lines below it.</summary>
    private static void Branches(IEnumerable<JsonObject> items, string indent, List<string> lines, Action<JsonObject, string> each)
    {
        var all = items.ToList();
        for (var i = 0; i < all.Count; i++)
        {
            var last = i == all.Count - 1;
            lines.Add(indent + (last ? "└─ " : "├─ "));
            each(all[i], indent + (last ? "   " : "│  "));
        }
    }

    private static string Cluster(JsonObject cluster) =>
        $"{cluster.Text("cluster")}  {cluster.Text("health")}, revision {cluster.Text("revision")}, seen {cluster.Time("lastSeen") ?? "never"}";

    private static string State(JsonObject item) =>
        (item.Text("health") is { } health and not "none" ? "  " + health : "") + (item.Text("message") is { Length: > 0 } message ? $": {message.ReplaceLineEndings(" ")}" : "");

    private static string Object(JsonObject item, DateTimeOffset now)
    {
        var facts = new List<string>();
        if (DateTimeOffset.TryParse(item.Text("createdAt"), CultureInfo.InvariantCulture, out var made))
            facts.Add("age " + Age(now - made));
        if (item.Text("restarts") is { } restarts and not "0")
            facts.Add($"{restarts} restarts");
        if (item.Values("drift") is { Length: > 0 } drift)
            facts.Add($"changed{(item.Values("changedBy") is { Length: > 0 } by ? " by " + by : "")}: {drift}");
        return $"{item.Text("kind")} {item.Text("name")}{State(item)}{(facts.Count > 0 ? $"  ({string.Join("; ", facts)})" : "")}";
    }

    /// <summary>As kubectl says it: one unit, two where it is short.</summary>
    private static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 2 } => $"{(int)age.TotalDays}d",
        { TotalHours: >= 2 } => $"{(int)age.TotalHours}h",
        { TotalMinutes: >= 2 } => $"{(int)age.TotalMinutes}m",
        _ => $"{Math.Max(0, (int)age.TotalSeconds)}s",
    };
}
