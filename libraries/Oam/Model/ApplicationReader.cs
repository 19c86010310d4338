using Platform.Oam.Documents;
using Platform.Oam.Schemas;

namespace Platform.Oam;

/// <summary>Makes the model of trees. What has the wrong form is left out and told as a fault.</summary>
internal sealed class ApplicationReader(Findings findings, string? defaultNamespace)
{
    private readonly WorkflowReader workflows = new(findings);

    public Application? Read(DocumentNode root, IReadOnlyList<DocumentNode> others)
    {
        SchemaCheck.Run(root, Envelope.Application, findings, "an Application");
        if (root["metadata"] is not { Kind: DocumentKind.Map } metadata || metadata["name"]?.Text is not { } name) return null;
        if (root["spec"] is not { Kind: DocumentKind.Map } spec) return null;
        CheckName(metadata["name"]!, name, "an application");
        if (metadata["namespace"] is { Text: { } itsNamespace } at) CheckName(at, itsNamespace, "a namespace");
        var annotations = Texts(metadata["annotations"]);
        return new()
        {
            Name = name,
            Namespace = metadata["namespace"]?.Text ?? defaultNamespace ?? "default",
            NamesItsNamespace = metadata["namespace"]?.Text is not null,
            Labels = Texts(metadata["labels"]),
            Annotations = annotations,
            Package = Package(metadata["annotations"]?[WellKnown.Package]),
            Components = Unique(Maps(spec["components"]).Select(Component), component => component.Name, component => component.Source, "component"),
            Policies = Unique(Maps(spec["policies"]).Select(Policy), policy => policy.Name, policy => policy.Source, "policy"),
            Workflow = spec["workflow"] is { Kind: DocumentKind.Map } workflow ? workflows.Read(workflow, null) : null,
            ExternalPolicies = [.. OfKind(others, "Policy").Select(ExternalPolicy)],
            ExternalWorkflows = [.. OfKind(others, "Workflow").Select(ExternalWorkflow)],
            Objects = [.. others.Where(other => !IsOam(other, "Policy") && !IsOam(other, "Workflow"))],
            Source = root,
        };
    }

    /// <summary>Elements that are maps; the others are faults of the form already.</summary>
    public static IEnumerable<DocumentNode> Maps(DocumentNode? list) => list?.Items.Where(item => item.Kind == DocumentKind.Map) ?? [];

    public static IReadOnlyList<string> TextItems(DocumentNode? list) => [.. list?.Items.Select(item => item.Text).OfType<string>() ?? []];

    private static bool IsOam(DocumentNode node, string kind) =>
        node["kind"]?.Text == kind && node["apiVersion"]?.Text?.StartsWith("core.oam.dev/", StringComparison.Ordinal) == true;

    private static IEnumerable<DocumentNode> OfKind(IEnumerable<DocumentNode> documents, string kind) => documents.Where(document => IsOam(document, kind));

    private static Dictionary<string, string> Texts(DocumentNode? map) => map?.Members
        .Where(member => member.Value.Text is not null)
        .ToDictionary(member => member.Name, member => member.Value.Text!, StringComparer.Ordinal) ?? [];

    private Component Component(DocumentNode node)
    {
        var name = node["name"]?.Text ?? "";
        if (node["name"]?.Text is not null) CheckName(node["name"]!, name, "a component");
        return new()
        {
            Name = name,
            Type = node["type"]?.Text ?? "",
            Properties = MapOrNothing(node["properties"]),
            Traits = [.. Maps(node["traits"]).Select(trait => new Trait { Type = trait["type"]?.Text ?? "", Properties = MapOrNothing(trait["properties"]), Source = trait })],
            DependsOn = TextItems(node["dependsOn"]),
            Inputs = WorkflowReader.Inputs(node),
            Outputs = WorkflowReader.Outputs(node),
            Source = node,
        };
    }

    private static Policy Policy(DocumentNode node, int index) => new()
    {
        Name = node["name"]?.Text is { Length: > 0 } name ? name : $"{node["type"]?.Text}-{index}",
        Type = node["type"]?.Text ?? "",
        Properties = MapOrNothing(node["properties"]),
        Source = node,
    };

    private Policy ExternalPolicy(DocumentNode node, int index)
    {
        SchemaCheck.Run(node, Envelope.Policy, findings, "a Policy");
        return Policy(node, index) with { Name = node["metadata"]?["name"]?.Text ?? "" };
    }

    private Workflow ExternalWorkflow(DocumentNode node)
    {
        SchemaCheck.Run(node, Envelope.Workflow, findings, "a Workflow");
        return workflows.Read(node, node["metadata"]?["name"]?.Text ?? "");
    }

    private PackageReference? Package(DocumentNode? annotation)
    {
        if (annotation?.Text is not { } text) return null;
        var reference = PackageReference.Parse(text, out var fault);
        if (fault is not null) findings.Add(annotation.Fault(fault));
        return reference;
    }

    private void CheckName(DocumentNode at, string name, string what)
    {
        if (!Names.IsDnsLabel(name)) findings.Add(at.Fault($"'{name}' can't be the name of {what}: {Names.LabelRule}"));
    }

    private List<T> Unique<T>(IEnumerable<T> items, Func<T, string> nameOf, Func<T, DocumentNode> sourceOf, string what)
    {
        var all = items.ToList();
        var first = new Dictionary<string, DocumentNode>(StringComparer.Ordinal);
        foreach (var item in all.Where(item => nameOf(item).Length > 0))
        {
            var source = sourceOf(item);
            if (!first.TryAdd(nameOf(item), source))
                findings.Add((source["name"] ?? source).Fault($"{what} name '{nameOf(item)}' is used twice; the first is at {first[nameOf(item)].Path} (line {first[nameOf(item)].Line})"));
        }

        return all;
    }

    private static DocumentNode? MapOrNothing(DocumentNode? node) => node is { Kind: DocumentKind.Map } ? node : null;
}
