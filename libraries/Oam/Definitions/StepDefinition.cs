using System.Text.Json.Nodes;

namespace Platform.Oam.Definitions;

/// <summary>A workflow step type.</summary>
public sealed record StepDefinition : Definition
{
    /// <inheritdoc />
    public override string Kind => "workflowstep";

    /// <summary>Of a plug-in: makes a built-in step of it, with type and properties; null for built-in types.</summary>
    internal Func<JsonObject, JsonObject>? Step { get; init; }
}
