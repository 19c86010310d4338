using System.Text.Json.Nodes;
using Platform.Deploy.Planning.Fetching;
using Platform.Oam;
using Platform.Oam.Documents;
using Platform.Oci;

namespace Platform.Deploy.Planning.Rendering;

/// <summary>
/// Says what a chart is, and whether it looks at the cluster it is rendered for. Most don't: then all clusters with the same values share
/// one rendering.
/// </summary>
internal sealed class ChartReader(IArtifactStore store) : INeedResolver
{
    private const string File = "Chart.yaml";

    public string Kind => NeedKinds.Chart;

    public bool Changes => false;

    public async Task<Answer> ResolveAsync(Need need, CancellationToken ct)
    {
        using var folder = await WorkFolder.UnpackAsync(store, need, ct);
        var chart = FolderOf(folder);
        var about = DocumentReader.Read(await System.IO.File.ReadAllTextAsync(System.IO.Path.Combine(chart, File), ct), out var faults);
        if (faults.Count > 0 || about.Count != 1)
            return Answer.Failed($"{File} of the chart can't be read{(faults.Count > 0 ? $": {faults[0]}" : "")}");
        return new(new JsonObject
        {
            ["name"] = about[0]["name"]?.Text,
            ["version"] = about[0]["version"]?.Text,
            ["looksAtCluster"] = await LooksAtClusterAsync(chart, ct),
        });
    }

    /// <summary>The chart's folder: a packaged chart holds one, named after it.</summary>
    public static string FolderOf(WorkFolder folder) =>
        Directory.EnumerateDirectories(folder.Tree).FirstOrDefault(path => System.IO.File.Exists(System.IO.Path.Combine(path, File)))
        ?? throw new UnusableException($"this is no packaged chart: it has no folder with a {File}");

    /// <summary>Anything that might: better render twice than once wrongly. What is packed within it isn't looked into.</summary>
    private static async Task<bool> LooksAtClusterAsync(string chart, CancellationToken ct)
    {
        foreach (var file in Directory.EnumerateFiles(chart, "*", SearchOption.AllDirectories))
        {
            if (file.EndsWith(".tgz", StringComparison.Ordinal))
                return true;
            var text = await System.IO.File.ReadAllTextAsync(file, ct);
            if (text.Contains("Capabilities", StringComparison.Ordinal)
                || (System.IO.Path.GetFileName(file) == File && text.Contains("kubeVersion", StringComparison.Ordinal)))
                return true;
        }

        return false;
    }
}
