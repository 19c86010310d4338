using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Deploy.Definitions;

/// <summary>A definition as it is shown; schema and document only when one is asked for.</summary>
/// <param name="Id"><c>kind/name</c></param>
/// <param name="Kind">component, trait, policy or workflowstep.</param>
/// <param name="Name">What applications call it.</param>
/// <param name="Description">What it is for.</param>
/// <param name="BuiltIn">It belongs to the platform.</param>
/// <param name="Revision">Of an installed one: its revision.</param>
/// <param name="Version">Of an installed one: the version its author gives it.</param>
/// <param name="Schema">JSON Schema of its parameters.</param>
/// <param name="Definition">Of an installed one: the document, as it can be put again.</param>
internal sealed record DefinitionAnswer(
    string Id, string Kind, string Name, string Description, bool BuiltIn, long? Revision = null, string? Version = null, JsonObject? Schema = null, JsonNode? Definition = null)
{
    public static DefinitionAnswer Of(Definition definition, bool whole) => new(
        DefinitionDocument.IdOf(definition.Kind, definition.Name), definition.Kind, definition.Name, definition.Description, BuiltIn: true,
        Schema: whole ? JsonSchema.Write(definition.Parameters) : null);

    public static DefinitionAnswer Of(DefinitionDocument document, bool whole)
    {
        var json = (JsonObject)JsonNode.Parse(document.Document)!;
        return new(
            document.Id, $"{json["kind"]}", $"{json["name"]}", $"{json["description"]}", BuiltIn: false, document.Revision, json["version"]?.ToString(),
            whole ? json["schema"]!.DeepClone() as JsonObject : null, whole ? json : null);
    }
}
