using System.Text.Json.Nodes;
using Platform.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Platform.Cli.Progress;

/// <summary>A rollout: its phase, its steps, and its part on each cluster.</summary>
internal sealed class RolloutProgress(string space, string id) : IWatched
{
    /// <summary>Clusters in a picture, and named at the end: those that tell most.</summary>
    private const int Most = 15;

    private static readonly HashSet<string> Ends = ["succeeded", "failed", "cancelled", "rolledBack", "superseded"];
    private static readonly List<string> Telling = ["failed", "parked", "applying", "waiting", "pending"];

    private readonly RolloutClusters clusters = new();

    public bool Ended(JsonObject state) => Ends.Contains(state.Text("phase") ?? "");

    public IRenderable Picture(JsonObject state)
    {
        var rows = new List<IRenderable> { new Text(Headline(state), Colours.Of(state.Text("phase") ?? "")), Steps(state).ToRenderable(), Clusters(state).ToRenderable() };
        if (state.Items("clusters").Count() > Most && state.Member("counts") is JsonObject counts)
            rows.Add(new Text($"{Most} of {new PhaseCounts(counts).Total} clusters shown; all: {new PhaseCounts(counts)}"));
        return new Rows(rows);
    }

    public IEnumerable<(string About, string Line)> Facts(JsonObject state)
    {
        yield return ("rollout", Headline(state));
        foreach (var step in state.Items("steps").Where(x => x.Text("phase") != "pending"))
        {
            yield return ("step " + step.Text("name"), $"step {step.Text("name")}: {step.Text("phase")}{Words.After(Why(step))}");
        }

        foreach (var fact in clusters.Facts(state))
        {
            yield return fact;
        }

        if (state.Text("phase") == "suspended")
        {
            yield return ("approval", $"waiting; to go on: platform rollout approve {id}{(space == "default" ? "" : " -n " + space)}");
        }
    }

    /// <summary>The end in one line; below it what made it fail, what was undone, and how many clusters are where.</summary>
    public string Outcome(JsonObject state)
    {
        var lines = new List<string> { Headline(state) };
        var steps = state.Items("steps").Where(x => x.Text("phase") == "failed" || x.Text("type") == "rollback").ToList();
        lines.AddRange(steps.Select(x => $"  step {x.Text("name")}{Words.After(Why(x) ?? x.Text("phase"))}"));
        var failed = state.Items("clusters").Where(x => (x.Text("phase") is "failed" or "parked" || x.Text("failure") is not null) && !IsSaid(x, steps)).ToList();
        lines.AddRange(failed.Take(Most).Select(x => $"  cluster {x.Text("cluster")}{Words.After(RolloutClusters.Why(x))}"));
        if (failed.Count > Most)
            lines.Add($"  and {failed.Count - Most} clusters more");
        if (state.Member("counts") is JsonObject { Count: > 0 } counts)
            lines.Add($"  clusters: {new PhaseCounts(counts)}");
        return string.Join('\n', lines);
    }

    private static TextTable Steps(JsonObject state)
    {
        var table = new TextTable("Step", "Type", "Phase", "Clusters", "Reason");
        foreach (var step in state.Items("steps"))
        {
            table.Add(step.Text("name"), step.Text("type"), step.Text("phase"), step.Member("clusters") is JsonObject counts ? new PhaseCounts(counts).ToString() : "", Why(step));
        }

        return table;
    }

    private static TextTable Clusters(JsonObject state)
    {
        var table = new TextTable("Cluster", "Step", "Phase", "Objects", "Attempts", "Message");
        foreach (var part in MostTelling(state))
        {
            table.Add(part.Text("cluster"), part.Text("step"), part.Text("phase"), RolloutClusters.Objects(part), part.Text("attempts"), RolloutClusters.Why(part));
        }

        return table;
    }

    /// <summary>All by name where they fit; else trouble first, then what goes on.</summary>
    private static IEnumerable<JsonObject> MostTelling(JsonObject state)
    {
        var all = state.Items("clusters").ToList();
        return all.Count <= Most ? all : all.OrderBy(part => Telling.IndexOf(part.Text("phase") ?? "") is var place and >= 0 ? place : Telling.Count).Take(Most);
    }

    private static bool IsSaid(JsonObject part, List<JsonObject> steps) =>
        (part.Text("failure") ?? part.Text("message")) is { } message && steps.Exists(step => step.Text("reason")?.Contains(message, StringComparison.Ordinal) == true);

    /// <summary>A reason that a step gives already is not said again: it may be long.</summary>
    private string Headline(JsonObject state)
    {
        var what = state.Text("application") is { } application ? $" of {application} revision {state.Text("revision")}" : "";
        var reason = state.Text("reason");
        var said = reason is not null && state.Items("steps").Any(step => step.Text("reason") is { } why && reason.Contains(why, StringComparison.Ordinal));
        return $"rollout {id}{what}: {state.Text("phase")}{Words.After(said ? null : reason)}";
    }

    private static string? Why(JsonObject step) => step.Text("reason") ?? (step.Text("phase") == "suspending" ? step.Text("message") : null);
}
