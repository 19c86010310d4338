using Platform.Oci;

namespace Platform.Build.Contents;

/// <summary>What a component package carries besides images.</summary>
internal sealed record ComponentContent
{
    /// <summary>One of the content types of <see cref="PackageNames"/>.</summary>
    public required string MediaType { get; init; }

    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>What it was made of.</summary>
    public IReadOnlyList<ProvenanceMaterial> Materials { get; init; } = [];

    /// <summary>What the chart says of itself, when it is one.</summary>
    public ChartFacts? Chart { get; init; }
}
