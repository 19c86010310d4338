using Platform.Oam.Schemas;

namespace Platform.Oam.Definitions;

/// <summary>A type that applications may use: its name and what parameters it takes.</summary>
public abstract record Definition
{
    /// <summary>What applications call it, e.g. <c>webservice</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>Its parameters.</summary>
    public required Schema Parameters { get; init; }

    /// <summary>Which version of the definition it is, e.g. <c>3</c>; null for types that belong to the platform.</summary>
    public string? Revision { get; init; }

    /// <summary>How the health and the message of what it makes are found out; null = by the rules of the objects' kinds.</summary>
    public StatusFunctions? Status { get; init; }

    /// <summary>component, trait, policy or workflowstep.</summary>
    public abstract string Kind { get; }

    /// <summary>In messages: <c>component type 'webservice'</c>.</summary>
    internal string Title => $"{(Kind == "workflowstep" ? "step" : Kind)} type '{Name}'";
}
