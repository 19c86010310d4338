using System.Text.Json.Nodes;
using Spectre.Console;

namespace Platform.Cli.Output;

/// <summary>A dry run as lines for people: what is created, changed and deleted on each cluster, and the values that differ.</summary>
internal sealed class DiffLines(bool withObjects)
{
    private readonly List<(string Text, Color? Colour)> lines = [];
    private readonly Dictionary<string, int> counts = new() { ["create"] = 0, ["update"] = 0, ["delete"] = 0, ["none"] = 0 };

    public IReadOnlyList<(string Text, Color? Colour)> All => lines;

    public int Changes => counts["create"] + counts["update"] + counts["delete"];

    public void Add(JsonNode? cluster)
    {
        lines.Add(($"cluster {cluster.Text("cluster")}", null));
        var changes = cluster.Items("diff").ToList();
        foreach (var change in changes)
        {
            Add(cluster, change);
        }

        if (changes.TrueForAll(change => change.Text("change") == "none"))
        {
            lines.Add((changes.Count == 0 ? "  not compared" : "  nothing changes", null));
        }
    }

    public void AddTotal() => lines.Add(($"{counts["create"]} to create, {counts["update"]} to update, {counts["delete"]} to delete, {counts["none"]} unchanged", null));

    private void Add(JsonNode? cluster, JsonNode? change)
    {
        var what = change.Text("change") ?? "none";
        counts[what] = counts.GetValueOrDefault(what) + 1;
        var name = $"{change.Text("kind")} {(change.Text("namespace") is { Length: > 0 } ns ? ns + "/" : "")}{change.Text("name")}";
        switch (what)
        {
            case "create":
                lines.Add(($"  + {name}", Color.Green));
                AddObject(cluster, change);
                break;
            case "update":
                lines.Add(($"  ~ {name}", Color.Yellow));
                foreach (var value in change.Items("values"))
                {
                    AddValue(value);
                }

                break;
            case "delete":
                lines.Add(($"  - {name}", Color.Red));
                break;
            default:
                break;
        }
    }

    private void AddValue(JsonNode? value)
    {
        lines.Add(($"      {value.Text("path")}", null));
        if (value?["live"] is { } live)
        {
            lines.Add(($"        - {Shown(live)}", Color.Red));
        }

        if (value?["wanted"] is { } wanted)
        {
            lines.Add(($"        + {Shown(wanted)}", Color.Green));
        }
    }

    private void AddObject(JsonNode? cluster, JsonNode? change)
    {
        if (!withObjects || cluster.Items("objects").FirstOrDefault(item => IsOf(item, change)) is not { } manifest)
        {
            return;
        }

        lines.AddRange(Yaml.Write(manifest).TrimEnd('\n').Split('\n').Select(line => ($"      {line}", (Color?)Color.Green)));
    }

    private static bool IsOf(JsonNode? manifest, JsonNode? change) =>
        manifest.Text("kind") == change.Text("kind") && manifest?["metadata"].Text("name") == change.Text("name") && manifest?["metadata"].Text("namespace") == change.Text("namespace");

    private static string Shown(JsonNode value) => value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
