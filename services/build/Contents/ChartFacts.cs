using System.Text.Json.Nodes;
using Platform.Build.Tasks;
using Platform.Oam.Documents;

namespace Platform.Build.Contents;

/// <summary>What a <c>Chart.yaml</c> says.</summary>
/// <param name="Name">Name of the chart.</param>
/// <param name="Version">Its version.</param>
/// <param name="About">All of it, as JSON.</param>
internal sealed record ChartFacts(string Name, string Version, JsonObject About)
{
    internal const string File = "Chart.yaml";

    /// <summary>Reads the facts of the chart in a folder. Throws <see cref="BuildFailedException"/>.</summary>
    internal static async Task<ChartFacts> ReadAsync(string chart, CancellationToken ct)
    {
        var path = Path.Combine(chart, File);
        if (!System.IO.File.Exists(path))
            throw new BuildFailedException($"This is no Helm chart: there is no {File}.");
        if (new FileInfo(path).Length > DocumentLimits.Bytes)
            throw new BuildFailedException($"{File} has more than {DocumentLimits.Bytes} bytes.");
        var documents = DocumentReader.Read(await System.IO.File.ReadAllTextAsync(path, ct), out var faults);
        if (faults.Count > 0)
            throw new BuildFailedException($"{File}: {faults[0]}");
        if (documents is not [{ } about] || about["name"]?.Text is not { } name || about["version"]?.Text is not { } version)
            throw new BuildFailedException($"{File} has no name or no version; both are text.");
        return new ChartFacts(name, version, (JsonObject)about.ToJson()!);
    }
}
