using Platform.Oam.Documents;

namespace Platform.Oam;

/// <summary>A policy of an application, or an external Policy object.</summary>
public sealed record Policy
{
    /// <summary>Given, or made from type and position when it has none.</summary>
    public required string Name { get; init; }

    /// <summary>E.g. <c>topology</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Parameters of the type; null when none are given.</summary>
    public DocumentNode? Properties { get; init; }

    /// <summary>Where it stands.</summary>
    public required DocumentNode Source { get; init; }
}
