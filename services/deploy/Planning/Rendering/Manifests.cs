using System.Text.Json.Nodes;
using Platform.Deploy.Planning.Fetching;
using Platform.Oam;
using Platform.Oci;

namespace Platform.Deploy.Planning.Rendering;

/// <summary>Reads manifests of component packages.</summary>
internal sealed class Manifests(IArtifactStore store) : INeedResolver
{
    public string Kind => NeedKinds.Manifests;

    public bool Changes => false;

    public async Task<Answer> ResolveAsync(Need need, CancellationToken ct)
    {
        var objects = ManifestStream.Read(await StoredContent.TextAsync(store, need, ct), out var fault);
        return fault is null ? new(new JsonArray([.. objects])) : Answer.Failed($"the package's manifests can't be read: {fault}");
    }
}
