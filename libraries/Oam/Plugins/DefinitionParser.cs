using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Plugins;
using Platform.Oam.Plugins.Scripts;
using Platform.Oam.Schemas;

namespace Platform.Oam;

/// <summary>Reads documents that define types: parameters as JSON Schema, and a script or a template that renders.</summary>
public static class DefinitionParser
{
    private static readonly string[] Kinds = ["component", "trait", "policy", "workflowstep"];

    private static readonly Schema Envelope = Schema.Map().Called("a definition")
        .Needs("kind", Schema.Text("What it is.", Kinds))
        .Needs("name", Schema.Text("What applications call it."))
        .With("version", Schema.Text("Version of the definition, for people."))
        .With("description", Schema.Text("What it is for."))
        .Needs("schema", Schema.MapOf(description: "JSON Schema of the parameters."))
        .With("render", Schema.Text("JavaScript with a function render(context)."))
        .With("template", Schema.Text("Instead of render: a Liquid template that gives YAML."))
        .With("health", Schema.Text("JavaScript with a function health(object)."))
        .With("message", Schema.Text("JavaScript with a function message(object)."))
        .NeedsOneOf("render", "template");

    /// <summary>Reads one definition from YAML or JSON. Never throws for what the text says.</summary>
    /// <param name="text">The document.</param>
    /// <param name="faults">Everything that is wrong with it.</param>
    /// <param name="kind">Kind it has to be of, and what it is when it says none.</param>
    /// <param name="name">Name it has to have, and has when it says none.</param>
    public static PluginDefinition? Parse(string text, out IReadOnlyList<Fault> faults, string? kind = null, string? name = null)
    {
        var findings = new Findings();
        var documents = DocumentReader.Read(text, findings);
        if (documents.Count != 1 && !findings.HasFaults) findings.Add(new("", null, null, $"one definition is expected, not {documents.Count}"));
        var read = findings.HasFaults ? null : Read(documents[0], findings, kind, name);
        faults = findings.Faults();
        return findings.HasFaults ? null : read;
    }

    private static PluginDefinition? Read(DocumentNode node, Findings findings, string? kind, string? name)
    {
        if (node.Kind != DocumentKind.Map)
        {
            findings.Add(node.Fault("a definition is a map with kind, name, schema and render"));
            return null;
        }

        node = Given(Given(node, "kind", kind, findings), "name", name, findings);
        SchemaCheck.Run(node, Envelope, findings, "a definition", final: true);
        findings.AddAll(findings.Warnings());
        if (findings.HasFaults) return null;
        if (!Names.IsDnsLabel(node["name"]!.Text!)) findings.Add(node["name"]!.Fault($"'{node["name"]!.Text}' can't be the name of a type: {Names.LabelRule}"));
        if (node["render"] is not null && node["template"] is { } both) findings.Add(both.Fault("render and template exclude each other"));
        if (!findings.HasFaults && node["template"] is not null && node["schema"]!["properties"]?["size"] is { } size)
            findings.Add(size.Fault("a template can't have a parameter 'size': that is Liquid's own word for how many there are"));
        var parameters = new ParameterSchemaReader(findings).ReadParameters(node["schema"]!);
        var render = PluginRender.Read(node, findings);
        CheckFunction(node["health"], "health", findings);
        CheckFunction(node["message"], "message", findings);
        if (findings.HasFaults || render is null) return null;
        return new()
        {
            Kind = node["kind"]!.Text!,
            Name = node["name"]!.Text!,
            Version = node["version"]?.Text,
            Description = node["description"]?.Text ?? "",
            Document = (JsonObject)node.ToJson()!,
            Definition = PluginTypes.Make(node, parameters, render),
        };
    }

    /// <summary>What the place of the document says of it: taken where it says nothing itself, else it has to be the same.</summary>
    private static DocumentNode Given(DocumentNode node, string member, string? value, Findings findings)
    {
        if (value is null) return node;
        if (node[member] is not { } there) return DocumentMerge.With(node, member, node.Like(DocumentKind.Text, value));
        if (there.Text is { } text && text != value) findings.Add(there.Fault($"the document says {member} '{text}', the path says '{value}'"));
        return node;
    }

    private static void CheckFunction(DocumentNode? source, string name, Findings findings)
    {
        if (source?.Text is not { } text) return;
        ScriptFunction.Compile(text, name, out var fault);
        if (fault is not null) findings.Add(source.Fault(fault));
    }
}
