using System.Text;
using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam;

/// <summary>The pages docs/reference/*.md, made from definitions: what is written there is what is checked.</summary>
public static class ReferencePages
{
    private static readonly (string Kind, string File, string Title, string About)[] Pages =
    [
        ("component", "components.md", "Component types", "`spec.components[].type`, with their `properties`."),
        ("trait", "traits.md", "Trait types", "`spec.components[].traits[].type`, with their `properties`. They are applied in order."),
        ("policy", "policies.md", "Policy types", "`spec.policies[].type`, with their `properties`."),
        ("workflowstep", "workflowsteps.md", "Workflow step types", "`spec.workflow.steps[].type`, with their `properties`."),
    ];

    /// <summary>Text by file name.</summary>
    public static IReadOnlyDictionary<string, string> Write(DefinitionCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return Pages.ToDictionary(page => page.File, page => Page(page.Title, page.About, [.. catalog.All.Where(definition => definition.Kind == page.Kind)]));
    }

    private static string Page(string title, string about, IReadOnlyList<Definition> definitions)
    {
        var text = new StringBuilder($"<!-- Made from the definitions by ReferencePages; a test compares. PLATFORM_UPDATE=1 writes it anew. -->\n# {title}\n\n{about}\n");
        foreach (var definition in definitions)
        {
            text.Append($"\n## {definition.Name}\n\n{definition.Description}\n");
            if (definition.Status is { Health: not null }) text.Append("\nHealth and message are found out by functions of the definition.\n");
            var rows = Rows(definition.Parameters, "").ToList();
            if (rows.Count == 0) text.Append(definition.Parameters.Open ? "\nAny properties.\n" : "\nNo properties.\n");
            else text.Append("\n| property | type | default | |\n|---|---|---|---|\n").AppendJoin('\n', rows).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Rows(Schema schema, string path)
    {
        if (schema.Items is { } items) return Rows(items, path + "[]");
        var named = schema.Properties.SelectMany(property => Row(property, path.Length == 0 ? property.Name : $"{path}.{property.Name}"));
        return schema.Values is { } values ? named.Concat(Rows(values, path.Length == 0 ? "*" : $"{path}.*")) : named;
    }

    private static IEnumerable<string> Row(SchemaProperty property, string path)
    {
        var schema = property.Schema;
        var required = property.Required ? ", required" : "";
        var value = schema.Default is { } given ? $"`{given.ToJson()!.ToJsonString()}`" : "";
        var about = string.Join(' ', new[] { schema.Description, Limits(schema), schema.IsDeprecated ? "Deprecated." : null }.OfType<string>());
        return Rows(schema, path).Prepend($"| `{path}` | {TypeOf(schema)}{required} | {value} | {about.Replace("|", "\\|", StringComparison.Ordinal)} |");
    }

    private static string TypeOf(Schema schema)
    {
        if (schema.Types == SchemaTypes.Any) return "anything";
        var names = SchemaText.Names(schema.Types).ToList();
        return string.Join(" or ", names.ConvertAll(name => name == "a map (names with values)" ? "map" : name.Replace("a ", "", StringComparison.Ordinal)));
    }

    private static string? Limits(Schema schema) => schema switch
    {
        { OneOf.Count: > 0 } => $"One of {string.Join(", ", schema.OneOf.Select(text => text.Length == 0 ? "\"\"" : $"`{text}`"))}.",
        { Minimum: not null } or { Maximum: not null } => $"{char.ToUpperInvariant(SchemaText.Range(schema)[0])}{SchemaText.Range(schema)[1..]}.",
        _ => null,
    };
}
