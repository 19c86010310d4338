using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Reads one object, for outputs.</summary>
internal static class ReadObjectStepType
{
    public static StepDefinition Definition { get; } = new()
    {
        Name = "read-object",
        Description = "Reads one Kubernetes object; outputs take values from it.",
        Parameters = Schema.Map()
            .With("apiVersion", Schema.Text("Its apiVersion.").Defaults("core.oam.dev/v1beta1"))
            .With("kind", Schema.Text("Its kind.").Defaults("Application"))
            .Needs("name", Schema.Text("Its name."))
            .With("namespace", Schema.Text("Its namespace.").Defaults("default"))
            .With("cluster", Values.Cluster),
    };
}
