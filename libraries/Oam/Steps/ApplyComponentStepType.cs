using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Delivers one component.</summary>
internal static class ApplyComponentStepType
{
    public const string Type = "apply-component";

    public static StepDefinition Definition { get; } = new()
    {
        Name = Type,
        Description = "Delivers one component to one cluster.",
        Parameters = Schema.Map()
            .Needs("component", Schema.Text("Name of the component."))
            .With("cluster", Values.Cluster),
    };
}
