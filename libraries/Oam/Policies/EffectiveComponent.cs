using Platform.Oam.Documents;

namespace Platform.Oam.Policies;

/// <summary>A component as overrides left it.</summary>
internal sealed record EffectiveComponent(string Name, string Type, DocumentNode Properties, IReadOnlyList<EffectiveTrait> Traits, DocumentNode Source)
{
    /// <summary>Which of several copies it is; null = there is one only.</summary>
    public string? ReplicaKey { get; init; }

    /// <summary>What its objects are called after: its name, of a copy with its key.</summary>
    public string InstanceName => ReplicaKey is null ? Name : $"{Name}-{ReplicaKey}";

    public static EffectiveComponent Of(Component component) => new(
        component.Name,
        component.Type,
        component.Properties ?? component.Source.Like(DocumentKind.Map),
        [.. component.Traits.Select((trait, i) => new EffectiveTrait(trait.Type, trait.Properties ?? trait.Source.Like(DocumentKind.Map), $"traits[{i}]", trait.Source))],
        component.Source);
}
