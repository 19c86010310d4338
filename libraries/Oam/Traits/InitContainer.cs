using System.Text.Json.Nodes;
using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>A container that runs before the component's own and shares a directory with it.</summary>
internal static class InitContainer
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "init-container",
        Description = "A container that runs first and hands files over.",
        Parameters = Schema.Map()
            .Needs("name", Schema.Text("Name of the container."))
            .Needs("image", Schema.Text("Image to run."))
            .With("imagePullPolicy", PodSchema.PullPolicy.Defaults("IfNotPresent"))
            .With("cmd", PodSchema.Texts("Command of the container."))
            .With("args", PodSchema.Texts("Arguments of the command."))
            .With("env", PodSchema.Env)
            .With("mountName", Schema.Text("Name of the shared volume.").Defaults("workdir"))
            .Needs("appMountPath", Schema.Text("Where the component's container has it."))
            .Needs("initMountPath", Schema.Text("Where the init container has it."))
            .With("extraVolumeMounts", Schema.List(Schema.Map().Needs("name", Schema.Text()).Needs("mountPath", Schema.Text()), "More volumes of the pod to mount.")),
        Apply = context =>
        {
            var p = context.Parameters;
            JsonArray mounts = [Mount(p, "initMountPath"), .. Json.Each(p, "extraVolumeMounts", mount => mount.ToJson()).Select(mount => mount?.DeepClone())];
            context.Workload.UnifyPods(Json.Map(
                ("containers", new JsonArray(Json.Map(("name", context.Component), ("volumeMounts", new JsonArray(Mount(p, "appMountPath")))))),
                ("initContainers", new JsonArray(Json.Map(
                    ("args", Json.Copy(p, "args")),
                    ("command", Json.Copy(p, "cmd")),
                    ("env", Json.Copy(p, "env")),
                    ("image", Json.Copy(p, "image")),
                    ("imagePullPolicy", Json.Copy(p, "imagePullPolicy")),
                    ("name", Json.Copy(p, "name")),
                    ("volumeMounts", mounts)))),
                ("volumes", new JsonArray(Json.Map(("emptyDir", new JsonObject()), ("name", Json.Copy(p, "mountName")))))));
        },
    };

    private static JsonObject Mount(DocumentNode p, string path) => Json.Map(("mountPath", Json.Copy(p, path)), ("name", Json.Copy(p, "mountName")));
}
