using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>How pods spread over nodes and zones.</summary>
internal static class TopologySpreadConstraints
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "topologyspreadconstraints",
        Description = "How pods spread over nodes and zones.",
        Parameters = Schema.Map().Needs("constraints", Schema.List(
            Schema.Map()
                .Needs("maxSkew", Schema.Whole("Largest difference.", 1))
                .Needs("topologyKey", Schema.Text("Label of nodes."))
                .With("whenUnsatisfiable", Schema.Text("What to do otherwise.", "DoNotSchedule", "ScheduleAnyway").Defaults("DoNotSchedule"))
                .Needs("labelSelector", Affinity.Selector)
                .With("minDomains", Schema.Whole("Fewest domains.", 1))
                .With("matchLabelKeys", PodSchema.Texts("Labels that tell pods apart."))
                .With("nodeAffinityPolicy", Schema.Text("Whether node affinity counts.", "Honor", "Ignore"))
                .With("nodeTaintsPolicy", Schema.Text("Whether taints count.", "Honor", "Ignore")),
            "The constraints.")),
        Apply = context => context.Workload.UnifyPods(Json.Map(("topologySpreadConstraints", Json.Copy(context.Parameters, "constraints")))),
    };
}
