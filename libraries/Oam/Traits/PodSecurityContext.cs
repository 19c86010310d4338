using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>What pods may do.</summary>
internal static class PodSecurityContext
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "podsecuritycontext",
        Description = "What pods may do.",
        Parameters = Schema.Map()
            .With("appArmorProfile", Schema.Map("AppArmor profile.").Needs("type", Schema.Text(null, "RuntimeDefault", "Unconfined", "Localhost")).With("localhostProfile", Schema.Text()))
            .With("fsGroup", Schema.Whole("Group of the volumes.", 0))
            .With("fsGroupChangePolicy", Schema.Text("When the group of the volumes is changed.", "OnRootMismatch", "Always"))
            .With("runAsGroup", Schema.Whole("Group.", 0))
            .With("runAsUser", Schema.Whole("User.", 0))
            .With("runAsNonRoot", Schema.Flag("Never as root.").Defaults(true))
            .With("seccompProfile", Schema.Map("Seccomp profile.").Needs("type", Schema.Text(null, "RuntimeDefault", "Unconfined", "Localhost")).With("localhostProfile", Schema.Text()))
            .With("supplementalGroups", Schema.List(Schema.Whole(null, 0), "More groups.")),
        Apply = context => context.Workload.UnifyPods(Json.Map(("securityContext", context.Parameters.ToJson()))),
    };
}
