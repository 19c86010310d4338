using Platform.Oam.Documents;

namespace Platform.Oam;

/// <summary>Makes workflows of trees.</summary>
internal sealed class WorkflowReader(Findings findings)
{
    public Workflow Read(DocumentNode node, string? name)
    {
        var steps = ApplicationReader.Maps(node["steps"]).Select((step, i) => Step(step, i, "")).ToList();
        CheckNames(steps);
        return new()
        {
            Name = name,
            Ref = node["ref"]?.Text is { Length: > 0 } reference ? reference : null,
            Mode = Mode(node["mode"]?["steps"]),
            SubStepMode = Mode(node["mode"]?["subSteps"]),
            Steps = steps,
            Source = node,
        };
    }

    public static IReadOnlyList<StepInput> Inputs(DocumentNode node) =>
        [.. ApplicationReader.Maps(node["inputs"]).Select(input => new StepInput(input["from"]?.Text ?? "", input["parameterKey"]?.Text))];

    public static IReadOnlyList<StepOutput> Outputs(DocumentNode node) =>
        [.. ApplicationReader.Maps(node["outputs"]).Select(output => new StepOutput(output["name"]?.Text ?? "", output["valueFrom"]?.Text ?? ""))];

    private WorkflowStep Step(DocumentNode node, int index, string prefix)
    {
        var type = node["type"]?.Text ?? "";
        var name = node["name"]?.Text is { Length: > 0 } given ? given : $"{prefix}{type}-{index}";
        return new()
        {
            Name = name,
            Type = type,
            Alias = node["meta"]?["alias"]?.Text,
            If = node["if"]?.Text is { Length: > 0 } condition ? condition : null,
            Timeout = Timeout(node["timeout"]),
            DependsOn = ApplicationReader.TextItems(node["dependsOn"]),
            Inputs = Inputs(node),
            Outputs = Outputs(node),
            Properties = node["properties"] is { Kind: DocumentKind.Map } properties ? properties : null,
            SubSteps = [.. ApplicationReader.Maps(node["subSteps"]).Select((step, i) => Step(step, i, $"{name}-"))],
            Mode = Mode(node["mode"]),
            Source = node,
        };
    }

    private TimeSpan? Timeout(DocumentNode? node)
    {
        if (node?.Text is not { Length: > 0 } text) return null;
        if (Durations.TryParse(text, out var timeout)) return timeout;
        findings.Add(node.Fault($"'{text}' isn't a duration; write {Durations.Expected}"));
        return null;
    }

    private static WorkflowMode? Mode(DocumentNode? node) => node?.Text switch
    {
        "StepByStep" => WorkflowMode.StepByStep,
        "DAG" => WorkflowMode.Dag,
        _ => null,
    };

    /// <summary>Steps and sub-steps share their names: conditions and dependencies refer to both.</summary>
    private void CheckNames(IEnumerable<WorkflowStep> steps)
    {
        var first = new Dictionary<string, DocumentNode>(StringComparer.Ordinal);
        foreach (var step in steps.SelectMany(step => step.SubSteps.Prepend(step)))
        {
            if (first.TryAdd(step.Name, step.Source)) continue;
            var there = first[step.Name];
            findings.Add((step.Source["name"] ?? step.Source).Fault($"step name '{step.Name}' is used twice; the first is at {there.Path} (line {there.Line})"));
        }
    }
}
