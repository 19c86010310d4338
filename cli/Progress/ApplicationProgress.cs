using System.Text.Json.Nodes;
using Platform.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Platform.Cli.Progress;

/// <summary>An application's status: its phase, its workflow, and each component on each cluster. It has no end.</summary>
internal sealed class ApplicationProgress(string name) : IWatched
{
    private readonly ServiceClusters clusters = new();

    public bool Ended(JsonObject state) => false;

    public IRenderable Picture(JsonObject state) => new Rows(
        new Text(Headline(state), Colours.Of(state["status"].Text("status") ?? "")), Steps(state).ToRenderable(), Services(state).ToRenderable());

    public IEnumerable<(string About, string Line)> Facts(JsonObject state)
    {
        yield return ("application", Headline(state));
        foreach (var step in state["status"].Member("workflow").Items("steps"))
        {
            yield return ("step " + step.Text("name"), $"step {step.Text("name")}: {step.Text("phase")}{Words.After(step.Text("message") ?? step.Text("reason"))}");
        }

        foreach (var fact in clusters.Facts(state))
        {
            yield return fact;
        }
    }

    public string Headline(JsonObject state)
    {
        var status = state["status"];
        var revision = status.Member("latestRevision").Text("revision");
        return $"application {name}: {status.Text("status")}{(revision is null ? "" : ", revision " + revision)}{Upgrade(status)}{Words.After(status.Member("workflow").Text("message"))}";
    }

    private static string Upgrade(JsonNode? status) =>
        status.Member("upgradeAvailable") is { } newer ? $", upgrade available: {newer.Text("package")}:{newer.Text("version")}" : "";

    public static TextTable Steps(JsonObject state)
    {
        var table = new TextTable("Step", "Type", "Phase", "Message");
        foreach (var step in state["status"].Member("workflow").Items("steps"))
        {
            table.Add(step.Text("name"), step.Text("type"), step.Text("phase"), step.Text("message") ?? step.Text("reason"));
        }

        return table;
    }

    public static TextTable Services(JsonObject state)
    {
        var table = new TextTable("Cluster", "Component", "Health", "Image", "Namespace", "Last seen", "Message");
        foreach (var service in state["status"].Items("services"))
        {
            table.Add(
                service.Text("cluster"), service.Text("name"), service.Text("health"), service.Values("images"), service.Text("namespace"),
                service.Time("lastSeen"), service.Text("message"));
        }

        return table;
    }
}
