using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;

namespace Platform.Oam.Components;

/// <summary>A long-running service without a network endpoint: a Deployment.</summary>
internal static class Worker
{
    public static ComponentDefinition Definition { get; } = new()
    {
        Name = "worker",
        Description = "A long-running, scalable service without a network endpoint.",
        Parameters = PodSchema.Container,
        Render = context => new(
            Json.Map(
                ("apiVersion", "apps/v1"),
                ("kind", "Deployment"),
                ("spec", Json.Map(("selector", PodTemplate.Selector(context)), ("template", PodTemplate.Render(context))))),
            []),
    };
}
