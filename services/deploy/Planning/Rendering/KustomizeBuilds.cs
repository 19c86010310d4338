using System.Text.Json.Nodes;
using Platform.Deploy.Planning.Fetching;
using Platform.Oam;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Deploy.Planning.Rendering;

/// <summary>
/// Builds directories with <c>kubectl kustomize</c>: no plug-ins, no Helm, nothing from outside the tree. Remote bases are refused before
/// anything is run.
/// </summary>
internal sealed class KustomizeBuilds(IArtifactStore store, RenderTool tool) : INeedResolver
{
    public string Kind => NeedKinds.Kustomize;

    public bool Changes => false;

    public async Task<Answer> ResolveAsync(Need need, CancellationToken ct)
    {
        using var folder = await WorkFolder.UnpackAsync(store, need, ct);
        var path = need.Text("path")?.Trim('/') is { Length: > 0 } given && given != "." ? given : null;
        if (path is not null && ArchivePaths.Fault(path) is { } fault)
            return Answer.Failed($"path '{path}' {fault}");
        var start = path is null ? folder.Tree : Path.Combine(folder.Tree, path);
        if (!Directory.Exists(start))
            return Answer.Failed($"the tree has no directory '{path}'");
        if (await KustomizationCheck.RunAsync(folder.Tree, start, ct) is { } refused)
            return Answer.Failed(refused);
        if (need.Parameters["overlay"] is JsonObject overlay)
            start = await OverlayAsync(folder, start, overlay, ct);
        var result = await tool.RunAsync("kubectl", ["kustomize", start, "--load-restrictor", "LoadRestrictionsRootOnly"], folder, ct);
        var objects = ManifestStream.Read(result.Output, out var unreadable);
        return unreadable is null ? new(new JsonArray([.. objects])) : Answer.Failed($"Kustomize builds something that can't be applied: {unreadable}");
    }

    private static async Task<string> OverlayAsync(WorkFolder folder, string start, JsonObject overlay, CancellationToken ct)
    {
        var over = Directory.CreateDirectory(Path.Combine(folder.Path, "overlay")).FullName;
        var kustomization = (JsonObject)overlay.DeepClone();
        kustomization["resources"] = new JsonArray(Path.GetRelativePath(over, start));
        await File.WriteAllTextAsync(Path.Combine(over, KustomizationCheck.Names[0]), kustomization.ToJsonString(), ct);
        return over;
    }
}
