namespace Platform.Oam.Definitions;

/// <summary>A trait type: patches the workload, and makes objects of its own.</summary>
public sealed record TraitDefinition : Definition
{
    /// <inheritdoc />
    public override string Kind => "trait";

    /// <summary>Patches and adds. Pure.</summary>
    internal Action<TraitContext> Apply { get; init; } = _ => { };
}
