using System.Text.Json.Nodes;
using Platform.Build.Contents;
using Platform.Build.Tasks;

namespace Platform.Build.Lint;

/// <summary>A chart has to render with its own values and the default properties of the component, and into objects that can be applied.</summary>
internal sealed class ChartLint(ChartTool helm)
{
    /// <summary>Throws <see cref="BuildFailedException"/> with what helm says, file and line where it does.</summary>
    internal async Task CheckAsync(BuildJob job, string chart, CancellationToken ct)
    {
        var values = Path.Combine(job.Folder, "values.json");
        await File.WriteAllTextAsync(values, ValuesOf(job).ToJsonString(), ct);
        var rendered = await helm.RunAsync(
            job,
            "The chart does not render",
            ["template", job.Task.Component, chart, "--namespace", job.Task.Namespace, "--include-crds", "--values", values],
            ct);
        var objects = ManifestLint.Check(RenderedOutput.Split(rendered, "the rendered chart"));
        await job.Log.WriteAsync($"The chart renders {objects} objects", ct);
    }

    private static JsonObject ValuesOf(BuildJob job) =>
        job.Source.Properties is { } properties && JsonNode.Parse(properties)?["values"] is JsonObject values ? (JsonObject)values.DeepClone() : [];
}
