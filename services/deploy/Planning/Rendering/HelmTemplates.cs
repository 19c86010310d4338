using System.Text.Json.Nodes;
using Platform.Deploy.Planning.Fetching;
using Platform.Oam;
using Platform.Oci;

namespace Platform.Deploy.Planning.Rendering;

/// <summary>Renders charts with <c>helm template</c>. Notes are not part of that; hooks are, and rendering decides about them.</summary>
internal sealed class HelmTemplates(IArtifactStore store, RenderTool tool) : INeedResolver
{
    private const string Values = "values.json";

    public string Kind => NeedKinds.Helm;

    public bool Changes => false;

    public async Task<Answer> ResolveAsync(Need need, CancellationToken ct)
    {
        using var folder = await WorkFolder.UnpackAsync(store, need, ct);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, Values), need.Parameters["values"]?.ToJsonString() ?? "{}", ct);
        var result = await tool.RunAsync("helm", Arguments(need, ChartReader.FolderOf(folder)), folder, ct);
        var objects = ManifestStream.Read(result.Output, out var fault);
        return fault is not null ? Answer.Failed($"the chart renders something that can't be applied: {fault}") : new(new JsonObject
        {
            ["objects"] = new JsonArray([.. objects]),
            ["warnings"] = new JsonArray([.. Warnings(folder.Clean(result.Errors)).Select(line => JsonValue.Create(line))]),
        });
    }

    private static List<string> Arguments(Need need, string chart)
    {
        List<string> arguments =
            ["template", need.Text("release")!, chart, "--namespace", need.Text("namespace")!, "--values", Values, "--skip-tests"];
        if (need.Parameters["includeCRDs"]?.GetValue<bool>() != false)
            arguments.Add("--include-crds");
        if (need.Text("kubeVersion") is { } version)
            arguments.AddRange(["--kube-version", version]);
        if (need.Parameters["apiVersions"] is JsonArray { Count: > 0 } served)
            arguments.AddRange(["--api-versions", string.Join(',', served)]);
        return arguments;
    }

    /// <summary>What Helm thinks of values that don't fit, for one.</summary>
    private static IEnumerable<string> Warnings(string errors) => errors
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line.Contains("warning", StringComparison.OrdinalIgnoreCase) || line.Contains("level=WARN", StringComparison.Ordinal))
        .Distinct();
}
