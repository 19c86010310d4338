using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Finds out where an application can be reached.</summary>
internal static class CollectServiceEndpointsStepType
{
    public static StepDefinition Definition { get; } = new()
    {
        Name = "collect-service-endpoints",
        Description = "Finds out where an application can be reached; outputs take value.endpoints, value.endpoint and value.url.",
        Parameters = Schema.Map()
            .With("name", Schema.Text("Name of the application; this one when left out."))
            .With("namespace", Schema.Text("Its namespace; this one's when left out."))
            .With("components", Schema.List(Schema.Text(), "Only of these components."))
            .With("port", Schema.Port("Only with this port."))
            .With("portName", Schema.Text("Only with a port of this name."))
            .With("outer", Schema.Flag("Only what can be reached from outside the cluster."))
            .With("protocal", Schema.Text("Protocol of the URL, spelled as upstream spells it.", "http", "https").Defaults("http")),
    };
}
