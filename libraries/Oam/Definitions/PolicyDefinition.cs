namespace Platform.Oam.Definitions;

/// <summary>A policy type.</summary>
public sealed record PolicyDefinition : Definition
{
    /// <inheritdoc />
    public override string Kind => "policy";
}
