using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Waits for another application.</summary>
internal static class DependsOnAppStepType
{
    public static StepDefinition Definition { get; } = new()
    {
        Name = "depends-on-app",
        Description = "Waits until another application runs.",
        Parameters = Schema.Map()
            .Needs("name", Schema.Text("Name of the application."))
            .Needs("namespace", Schema.Text("Its namespace.")),
    };
}
