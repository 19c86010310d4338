using System.Text.Json.Nodes;

namespace Platform.Oam.Definitions;

/// <summary>A policy type.</summary>
public sealed record PolicyDefinition : Definition
{
    /// <inheritdoc />
    public override string Kind => "policy";

    /// <summary>Of a plug-in: makes the properties of an override of it; null for built-in types.</summary>
    internal Func<JsonObject, JsonObject>? Overrides { get; init; }
}
