namespace Platform.EndToEnd.Tests.Harness;

/// <summary>A platform of a hundred clusters, in one process.</summary>
public sealed class ManyClustersWorld : EmbeddedWorld
{
    public override IReadOnlyList<string> ClusterNames { get; } =
        [.. Enumerable.Range(0, 100).Select(index => index % 3 == 2 ? $"west-{(index / 3) + 1}" : $"east-{(index / 3 * 2) + (index % 3) + 1}")];
}
