using Platform.Oam.Documents;

namespace Platform.Oam;

/// <summary>One of spec.components.</summary>
public sealed record Component
{
    /// <summary>Unique in the application.</summary>
    public required string Name { get; init; }

    /// <summary>E.g. <c>webservice</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Parameters of the type; null when none are given.</summary>
    public DocumentNode? Properties { get; init; }

    /// <summary>In the order they are applied.</summary>
    public IReadOnlyList<Trait> Traits { get; init; } = [];

    /// <summary>Components that must be healthy first.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Values taken from other components.</summary>
    public IReadOnlyList<StepInput> Inputs { get; init; } = [];

    /// <summary>Values given to other components.</summary>
    public IReadOnlyList<StepOutput> Outputs { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public required DocumentNode Source { get; init; }
}
