using System.Text.Json.Nodes;
using Platform.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Platform.Cli.Progress;

/// <summary>A package being built, component by component.</summary>
internal sealed class PackageProgress(string application, string version) : IWatched
{
    public bool Ended(JsonObject state) => state.Text("phase") is "succeeded" or "failed" or "cancelled";

    public IRenderable Picture(JsonObject state)
    {
        var table = new TextTable("Component", "Phase", "Digest", "Duration", "Error");
        foreach (var component in state.Items("components"))
        {
            table.Add(Name(component), component.Text("phase"), component.Digest("digest"), component.Text("duration"), component.Text("error"));
        }

        return new Rows(new Text(Headline(state), Colours.Of(state.Text("phase") ?? "")), table.ToRenderable());
    }

    public IEnumerable<(string About, string Line)> Facts(JsonObject state)
    {
        yield return ("package", Headline(state));
        foreach (var component in state.Items("components"))
        {
            var detail = component.Text("error") ?? component.Text("digest");
            yield return (Name(component) ?? "", $"component {Name(component)}: {component.Text("phase")}{(detail is null ? "" : ", " + detail)}");
        }
    }

    public string Headline(JsonObject state)
    {
        var detail = state.Text("error") ?? state.Text("digest");
        return $"package {application}:{version}: {state.Text("phase")}{(detail is null ? "" : ", " + detail)}";
    }

    private static string? Name(JsonObject component) => component.Text("component");
}
