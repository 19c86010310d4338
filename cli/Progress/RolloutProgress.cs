using System.Text.Json.Nodes;
using Platform.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Platform.Cli.Progress;

/// <summary>A rollout: its phase, its steps, and its part on each cluster.</summary>
internal sealed class RolloutProgress(string space, string id) : IWatched
{
    private static readonly HashSet<string> Ends = ["succeeded", "failed", "cancelled", "rolledBack", "superseded"];

    public bool Ended(JsonObject state) => Ends.Contains(state.Text("phase") ?? "");

    public IRenderable Picture(JsonObject state)
    {
        var steps = new TextTable("Step", "Type", "Phase", "Reason");
        foreach (var step in state.Items("steps"))
        {
            steps.Add(step.Text("name"), step.Text("type"), step.Text("phase"), Why(step));
        }

        return new Rows(new Text(Headline(state), Colours.Of(state.Text("phase") ?? "")), steps.ToRenderable(), Clusters(state).ToRenderable());
    }

    public IEnumerable<(string About, string Line)> Facts(JsonObject state)
    {
        yield return ("rollout", Headline(state));
        foreach (var step in state.Items("steps").Where(x => x.Text("phase") != "pending"))
        {
            yield return ("step " + step.Text("name"), $"step {step.Text("name")}: {step.Text("phase")}{After(Why(step))}");
        }

        foreach (var part in state.Items("clusters").Where(x => x.Text("phase") != "pending"))
        {
            var name = $"{part.Text("step")}/{part.Text("cluster")}";
            yield return ("cluster " + name, $"cluster {name}: {part.Text("phase")}, {Objects(part)}{After(part.Text("message"))}");
        }

        if (state.Text("phase") == "suspended")
        {
            yield return ("approval", $"waiting; to go on: platform rollout approve {id}{(space == "default" ? "" : " -n " + space)}");
        }
    }

    public static TextTable Clusters(JsonObject state)
    {
        var table = new TextTable("Cluster", "Step", "Phase", "Objects", "Attempts", "Message");
        foreach (var part in state.Items("clusters"))
        {
            table.Add(part.Text("cluster"), part.Text("step"), part.Text("phase"), Objects(part), part.Text("attempts"), part.Text("message"));
        }

        return table;
    }

    /// <summary>The end in one line, and what made it fail below.</summary>
    public string Outcome(JsonObject state) => string.Join('\n', state.Items("steps").Where(x => x.Text("phase") == "failed")
        .Select(x => $"  step {x.Text("name")}{After(x.Text("reason"))}")
        .Concat(state.Items("clusters").Where(x => x.Text("phase") is "failed" or "parked").Select(x => $"  cluster {x.Text("cluster")}{After(x.Text("message"))}"))
        .Prepend(Headline(state)));

    private string Headline(JsonObject state)
    {
        var what = state.Text("application") is { } application ? $" of {application} revision {state.Text("revision")}" : "";
        return $"rollout {id}{what}: {state.Text("phase")}{After(state.Text("reason"))}";
    }

    private static string Objects(JsonObject part) => $"{part.Text("applied") ?? "0"}/{part.Text("total") ?? "?"}";

    private static string? Why(JsonObject step) => step.Text("reason") ?? (step.Text("phase") == "suspending" ? step.Text("message") : null);

    private static string After(string? text) => string.IsNullOrEmpty(text) ? "" : ": " + text;
}
