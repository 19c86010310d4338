using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Build.Packages;

/// <summary>Says beside a component package where it comes from: its source without secrets, the commit or digest it was, who made it, when.</summary>
internal sealed class ComponentProvenance(IArtifactStore store, TimeProvider time)
{
    private const string BuildType = "https://platform.oam.dev/component-package/v1";

    /// <summary>Attaches the statement. One of an earlier making of the same package stays beside it.</summary>
    internal Task AttachAsync(BuildTask task, Descriptor package, IReadOnlyList<ProvenanceMaterial> materials, string builder, CancellationToken ct) =>
        new Provenance
        {
            BuildType = BuildType,
            Builder = builder,
            Run = task.Id,
            StartedAt = task.StartedAt ?? task.CreatedAt,
            FinishedAt = time.GetUtcNow(),
            Materials = materials,
            Parameters = ParametersOf(task),
        }.AttachAsync(
            store, PackageNames.Repository(task.Namespace, task.Application), $"{task.Namespace}/{task.Application}/{task.Component}", package, ct);

    private static JsonObject ParametersOf(BuildTask task)
    {
        var source = task.Source! with { Secrets = null, Properties = null, ParametersSchema = null };
        return new JsonObject
        {
            ["namespace"] = task.Namespace,
            ["application"] = task.Application,
            ["component"] = task.Component,
            ["packageVersion"] = task.PackageVersion,
            // What was in files and values is in the package; here it counts where they are from.
            ["source"] = JsonSerializer.SerializeToNode(Slim(source), JsonSerializerOptions.Web),
        };
    }

    private static ComponentSource Slim(ComponentSource source) => source with
    {
        Kustomize = source.Kustomize is { } tree ? tree with { Files = new Dictionary<string, string>() } : null,
        Manifests = source.Manifests is { } manifests ? manifests with { Files = new Dictionary<string, string>() } : null,
        Config = source.Config is { } config ? config with { Values = new Dictionary<string, string>(), ValueDigests = new Dictionary<string, string>() } : null,
    };
}
