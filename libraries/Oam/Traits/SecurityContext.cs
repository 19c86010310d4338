using System.Text.Json.Nodes;
using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>What containers may do.</summary>
internal static class SecurityContext
{
    private static readonly Schema Fields = Schema.Map()
        .With("addCapabilities", PodSchema.Texts("Capabilities to add."))
        .With("allowPrivilegeEscalation", Schema.Flag("More rights than the parent process.").Defaults(false))
        .With("dropCapabilities", PodSchema.Texts("Capabilities to drop."))
        .With("privileged", Schema.Flag("As root on the node.").Defaults(false))
        .With("readOnlyRootFilesystem", Schema.Flag("No writing to the image's files.").Defaults(false))
        .With("runAsNonRoot", Schema.Flag("Never as root.").Defaults(true))
        .With("runAsUser", Schema.Whole("User.", 0))
        .With("runAsGroup", Schema.Whole("Group.", 0));

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "securitycontext",
        Description = "What containers may do.",
        Parameters = PerContainer.Schema(Fields),
        Apply = context => PerContainer.ForEach(context, target =>
        {
            var s = target.Setting;
            var capabilities = Json.Map(("add", Json.Copy(s, "addCapabilities")), ("drop", Json.Copy(s, "dropCapabilities")));
            context.Workload.UnifyPods(Json.Map(("containers", new JsonArray(Json.Map(
                ("name", target.Container["name"]!.ToString()),
                ("securityContext", Json.Map(
                    ("allowPrivilegeEscalation", Json.Copy(s, "allowPrivilegeEscalation")),
                    ("capabilities", capabilities.Count > 0 ? capabilities : null),
                    ("privileged", Json.Copy(s, "privileged")),
                    ("readOnlyRootFilesystem", Json.Copy(s, "readOnlyRootFilesystem")),
                    ("runAsGroup", Json.Copy(s, "runAsGroup")),
                    ("runAsNonRoot", Json.Copy(s, "runAsNonRoot")),
                    ("runAsUser", Json.Copy(s, "runAsUser")))))))));
        }),
    };
}
