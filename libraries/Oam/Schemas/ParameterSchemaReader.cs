using Platform.Oam.Documents;

namespace Platform.Oam.Schemas;

/// <summary>
/// Reads the part of JSON Schema (2020-12) that parameters need. A keyword outside of it is a fault: it would check nothing, and
/// somebody would rely on it.
/// </summary>
/// <param name="findings">Where faults go.</param>
/// <param name="open">Members that no property names are fine, as JSON Schema has it; else they are told as without effect.</param>
internal sealed class ParameterSchemaReader(Findings findings, bool open = false)
{
    private const int Deepest = 32;

    private static readonly string[] Meaningless = ["$schema", "$id", "$comment", "title", "examples", "format", "readOnly", "writeOnly"];

    private static readonly string[] Known =
    [
        "type", "description", "default", "enum", "minimum", "maximum", "items", "properties", "required", "additionalProperties", "deprecated", "nullable",
        .. SchemaRuleReader.Keywords, .. SchemaAlternatives.Keywords,
    ];

    private readonly SchemaRuleReader rules = new(findings);

    /// <summary>The schema of parameters, which are a map.</summary>
    public Schema ReadParameters(DocumentNode node)
    {
        var schema = Read(node, 0);
        if (node["type"] is { } type && schema.Types != SchemaTypes.Map) findings.Add(type.Fault("parameters are a map: write type: object"));
        return schema.Types == SchemaTypes.Map ? schema : Schema.MapOf();
    }

    private Schema Read(DocumentNode node, int depth)
    {
        if (depth > Deepest) findings.Add(node.Fault($"the schema is nested more than {Deepest} deep"));
        if (depth > Deepest || node.Kind == DocumentKind.Boolean) return Schema.Anything();
        if (node.Kind != DocumentKind.Map)
        {
            findings.Add(node.Fault("a schema is a map"));
            return Schema.Anything();
        }

        foreach (var member in node.Members.Where(member => !Known.Contains(member.Name) && !Meaningless.Contains(member.Name) && !member.Name.StartsWith("x-", StringComparison.Ordinal)))
            findings.Add(member.Fault($"keyword '{member.Name}' of JSON Schema isn't supported; supported are {Names.Listed(Known)}{Names.Suggestion(member.Name, Known)}"));
        var schema = Typed(node, depth);
        if (node["nullable"]?.Boolean == true) schema = schema.OrNull();
        if (node["deprecated"]?.Boolean == true) schema = schema.Deprecated();
        Schema Part(DocumentNode part) => new ParameterSchemaReader(findings, open: true).Read(part, depth + 1);
        schema = schema with
        {
            Rules = [.. rules.Read(node), .. SchemaAlternatives.Read(node, Part, findings)],
            AllOf = [.. node["allOf"]?.Items.Select(Part) ?? []],
        };
        return WithDefault(schema, node["default"]);
    }

    private Schema Typed(DocumentNode node, int depth)
    {
        var description = node["description"]?.Text;
        var types = Types(node);
        return types switch
        {
            SchemaTypes.Map => Map(node, description, depth),
            SchemaTypes.List => Schema.List(node["items"] is { } items ? Read(items, depth + 1) : null, description),
            SchemaTypes.Text => Schema.Text(description, Choices(node["enum"])),
            SchemaTypes.WholeNumber => Schema.Whole(description, node["minimum"]?.WholeNumber, node["maximum"]?.WholeNumber),
            SchemaTypes.Boolean => Schema.Flag(description),
            SchemaTypes.Any when open && node["required"] is not null => Map(node, description, depth) with { Types = SchemaTypes.Map },
            SchemaTypes.Any => Schema.Anything(description),
            _ => Schema.Either(types, description) with { Minimum = node["minimum"]?.WholeNumber, Maximum = node["maximum"]?.WholeNumber },
        };
    }

    private SchemaTypes Types(DocumentNode node)
    {
        if (node["type"] is not { } given)
            return node["properties"] is not null ? SchemaTypes.Map : node["enum"]?.Items.All(item => item.Text is not null) == true ? SchemaTypes.Text : SchemaTypes.Any;
        var types = SchemaTypes.Any;
        foreach (var name in given.Kind == DocumentKind.List ? given.Items : [given])
        {
            types |= name.Text switch
            {
                "string" => SchemaTypes.Text,
                "integer" => SchemaTypes.WholeNumber,
                "number" => SchemaTypes.Number | SchemaTypes.WholeNumber,
                "boolean" => SchemaTypes.Boolean,
                "array" => SchemaTypes.List,
                "object" => SchemaTypes.Map,
                "null" => SchemaTypes.Null,
                _ => Unknown(name),
            };
        }

        return types;
    }

    private SchemaTypes Unknown(DocumentNode name)
    {
        string[] known = ["string", "integer", "number", "boolean", "array", "object", "null"];
        findings.Add(name.Fault($"'{name.Text}' is no type; there are {Names.Listed(known)}{Names.Suggestion(name.Text ?? "", known)}"));
        return SchemaTypes.Any;
    }

    private Schema Map(DocumentNode node, string? description, int depth)
    {
        var map = node["additionalProperties"] switch
        {
            { Kind: DocumentKind.Map } values => Schema.MapOf(Read(values, depth + 1), description),
            { Boolean: false } => Schema.Map(description),
            null when node["properties"] is not null && !open => Schema.Map(description),
            _ => Schema.MapOf(null, description),
        };
        var required = ApplicationReader.TextItems(node["required"]).ToHashSet();
        foreach (var property in node["properties"]?.Members ?? [])
        {
            var schema = Read(property.Value, depth + 1);
            map = required.Remove(property.Name) ? map.Needs(property.Name, schema) : map.With(property.Name, schema);
        }

        foreach (var name in open ? required : []) map = map.Needs(name, Schema.Anything());
        if (required.Count > 0 && !open) findings.Add(node["required"]!.Fault($"required names {Names.Listed(required)}, which properties don't have"));
        return map;
    }

    /// <summary>Texts to choose from; choices of other types are a rule.</summary>
    private static string[] Choices(DocumentNode? node) => node?.Items.All(item => item.Text is not null) == true ? [.. ApplicationReader.TextItems(node)] : [];

    private Schema WithDefault(Schema schema, DocumentNode? value)
    {
        if (value is null) return schema;
        SchemaCheck.Run(value, schema, findings, "the default", final: true);
        return schema.DefaultsTo(value);
    }
}
