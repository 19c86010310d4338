namespace Platform.Oam.Definitions;

/// <summary>A component type: makes a workload, and objects of its own beside it.</summary>
public sealed record ComponentDefinition : Definition
{
    /// <inheritdoc />
    public override string Kind => "component";

    /// <summary>Makes the objects. Pure.</summary>
    internal Func<ComponentContext, ComponentOutput> Render { get; init; } = _ => new(null, []);
}
