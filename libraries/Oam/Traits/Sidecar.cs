using System.Text.Json.Nodes;
using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>A container more in every pod.</summary>
internal static class Sidecar
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "sidecar",
        Description = "A container beside the component's own.",
        Parameters = Schema.Map()
            .Needs("name", Schema.Text("Name of the container."))
            .Needs("image", Schema.Text("Image to run."))
            .With("cmd", PodSchema.Texts("Command of the container."))
            .With("args", PodSchema.Texts("Arguments of the command."))
            .With("env", PodSchema.Env)
            .With("volumes", Schema.List(Schema.Map().Needs("name", Schema.Text()).Needs("path", Schema.Text()), "Volumes of the pod to mount."))
            .With("livenessProbe", Probes.Schema("Whether the container is alive."))
            .With("readinessProbe", Probes.Schema("Whether the container can serve.")),
        Apply = context =>
        {
            var p = context.Parameters;
            context.Workload.UnifyPods(Json.Map(("containers", new JsonArray(Json.Map(
                ("args", Json.Copy(p, "args")),
                ("command", Json.Copy(p, "cmd")),
                ("env", Json.Copy(p, "env")),
                ("image", Json.Copy(p, "image")),
                ("livenessProbe", Json.Copy(p, "livenessProbe")),
                ("name", Json.Copy(p, "name")),
                ("readinessProbe", Json.Copy(p, "readinessProbe")),
                ("volumeMounts", Json.Each(p, "volumes", volume => Json.Map(("mountPath", Json.Copy(volume, "path")), ("name", Json.Copy(volume, "name"))))))))));
        },
    };
}
