using System.Text.Json.Nodes;
using Platform.Oam.Documents;
using Platform.Oam.Schemas;

namespace Platform.Oam;

/// <summary>What an application package holds for the component of the same name.</summary>
public sealed record PackageComponent
{
    private readonly JsonObject? parameterSchema;

    /// <summary>The component type it was built as.</summary>
    public required string Type { get; init; }

    /// <summary>Its image, pinned by digest; null for none.</summary>
    public string? Image { get; init; }

    /// <summary>Chart, tree, manifests or configuration; null for none.</summary>
    public PackageContent? Content { get; init; }

    /// <summary>Default properties: what the application says lies over them.</summary>
    public JsonObject? Properties { get; init; }

    /// <summary>JSON Schema of the component's parameters. Keywords that aren't known aren't checked.</summary>
    public JsonObject? ParameterSchema
    {
        get => parameterSchema;
        init => (parameterSchema, Schema) = (value, value is null ? null : new ParameterSchemaReader(new(), open: true).ReadParameters(DocumentFromJson.Read(value, DocumentDefaults.Null)));
    }

    internal Schema? Schema { get; private init; }

    /// <summary>Nobody knows the package yet, only that there will be one: nothing is missing then.</summary>
    internal bool IsAssumed { get; init; }

    /// <summary>Stands for whatever the package will have.</summary>
    internal static PackageComponent Assumed(string type) => new() { Type = type, Image = "package", IsAssumed = true };
}
