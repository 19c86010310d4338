using Platform.Deploy.Planning;
using Platform.Kubernetes;

namespace Platform.Deploy.Applying;

/// <summary>
/// Asks before anything is applied whether the cluster knows every kind of it, or gets to know it by one of the objects: half an
/// application helps nobody.
/// </summary>
internal static class KindsCheck
{
    private const string Definition = "CustomResourceDefinition";

    /// <summary>What is missing, one failure for each kind; empty when nothing is.</summary>
    /// <exception cref="KubernetesException">The cluster does not answer, or can't say whether it knows a kind.</exception>
    public static async Task<IReadOnlyList<(ObjectKey Key, KubernetesFailure Failure)>> MissingAsync(
        ClusterClient client, IReadOnlyList<PlannedObject> objects, CancellationToken ct)
    {
        var missing = new List<(ObjectKey, KubernetesFailure)>();
        foreach (var key in objects.Select(item => item.Key).DistinctBy(key => (key.ApiVersion, key.Kind)))
        {
            if (await client.WhyUnknownAsync(key, ct) is { } failure && !objects.Any(item => Brings(item, key)))
                missing.Add((key, failure with { Message = failure.Message + " Nothing was applied." }));
        }

        return missing;
    }

    private static bool Brings(PlannedObject item, ObjectKey key) =>
        item.Manifest["kind"]?.ToString() == Definition
        && item.Manifest["spec"] is { } definition
        && definition["names"]?["kind"]?.ToString() == key.Kind
        && key.ApiVersion.StartsWith($"{definition["group"]}/", StringComparison.Ordinal);
}
