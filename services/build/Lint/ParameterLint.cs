using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Oam.Definitions;

namespace Platform.Build.Lint;

/// <summary>The default properties of a component have to be what its schema allows, and the component's type has to know its parameters.</summary>
internal static class ParameterLint
{
    /// <summary>Throws <see cref="BuildFailedException"/> with everything that is wrong.</summary>
    internal static void Check(ComponentSource source)
    {
        var faults = new List<string>();
        var schema = source.ParametersSchema is { } text ? JsonNode.Parse(text) as JsonObject : null;
        if (schema is not null && source.Properties is { } properties)
        {
            using var document = JsonDocument.Parse(properties);
            // What an application has to give is missing among the defaults by right.
            faults.AddRange(ParameterSchema.Faults(document.RootElement, schema, "/properties", requireAll: false));
        }

        if (DefinitionCatalog.BuiltIn.Find<ComponentDefinition>(source.Type)?.Parameters is { } known && schema?["properties"] is JsonObject parameters)
        {
            faults.AddRange(parameters.Where(p => !known.Open && known.Find(p.Key) is null && !(p.Key == "image" && source.Image is not null)).Select(p =>
                $"/parametersSchema/properties/{p.Key}: component type {source.Type} has no property '{p.Key}', so the parameter is used by nothing"));
        }

        if (faults.Count > 0)
            throw new BuildFailedException($"The parameters are not right:\n{string.Join('\n', faults)}");
    }
}
