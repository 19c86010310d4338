using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Writes values into objects on the clusters of a topology.</summary>
internal static class ExportDataStepType
{
    public static StepDefinition Definition { get; } = new()
    {
        Name = "export-data",
        Description = "Writes values into a config map or secret on the clusters of a topology.",
        Parameters = Schema.Map()
            .With("name", Schema.Text("Name of the object; the application's when left out."))
            .With("namespace", Schema.Text("Its namespace; the application's when left out."))
            .With("kind", Schema.Text("What it is.", "ConfigMap", "Secret").Defaults("ConfigMap"))
            .Needs("data", Schema.MapOf(description: "The values by key."))
            .With("topology", Schema.Text("Name of the topology policy; the default cluster when left out.")),
    };
}
