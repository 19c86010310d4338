namespace Platform.Oam.Definitions;

/// <summary>A workflow step type.</summary>
public sealed record StepDefinition : Definition
{
    /// <inheritdoc />
    public override string Kind => "workflowstep";
}
