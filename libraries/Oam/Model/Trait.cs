using Platform.Oam.Documents;

namespace Platform.Oam;

/// <summary>A trait of a component.</summary>
public sealed record Trait
{
    /// <summary>E.g. <c>scaler</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Parameters of the type; null when none are given.</summary>
    public DocumentNode? Properties { get; init; }

    /// <summary>Where it stands.</summary>
    public required DocumentNode Source { get; init; }
}
