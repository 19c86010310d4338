using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;

namespace Platform.Oam.Components;

/// <summary>A long-running service with a network endpoint: a Deployment, and a Service for exposed ports.</summary>
internal static class Webservice
{
    public static ComponentDefinition Definition { get; } = new()
    {
        Name = "webservice",
        Description = "A long-running, scalable service with a network endpoint.",
        Parameters = PodSchema.Container.With(PodSchema.Metadata).With(Ports.Schema)
            .With("args", PodSchema.Texts("Arguments of the command."))
            .With("limit", PodSchema.Limit)
            .With("hostAliases", PodSchema.HostAliases)
            .With("addRevisionLabel", PodSchema.RevisionLabel),
        Render = context => new(
            Json.Map(
                ("apiVersion", "apps/v1"),
                ("kind", "Deployment"),
                ("spec", Json.Map(
                    ("selector", PodTemplate.Selector(context)),
                    ("template", PodTemplate.Render(context, Ports.OfContainer(context.Parameters)))))),
            Ports.Service(context, "webserviceExpose") is { } service ? [service] : []),
    };
}
