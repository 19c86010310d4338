using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Annotations of the workload, its pods and its jobs.</summary>
internal static class Annotations
{
    private static readonly string[] Pods = ["spec", "template"];
    private static readonly string[] Jobs = ["spec", "jobTemplate"];
    private static readonly string[] JobPods = ["spec", "jobTemplate", "spec", "template"];

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "annotations",
        Description = "Adds, changes and (with null) deletes annotations of the workload, its pods and its jobs.",
        Parameters = Schema.MapOf(Schema.Text().OrNull(), "Annotations by name."),
        Apply = context => MetadataPatch.Apply(context, "annotations", Pods, Jobs, JobPods),
    };
}
