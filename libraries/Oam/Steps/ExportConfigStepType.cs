using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Writes values into a config map.</summary>
internal static class ExportConfigStepType
{
    public static StepDefinition Definition { get; } = new()
    {
        Name = "export2config",
        Description = "Writes values into a config map.",
        Parameters = Schema.Map()
            .Needs("configName", Schema.Text("Name of the config map."))
            .With("namespace", Schema.Text("Its namespace; the application's when left out."))
            .Needs("data", Schema.MapOf(description: "The values by key."))
            .With("cluster", Values.Cluster),
    };
}
