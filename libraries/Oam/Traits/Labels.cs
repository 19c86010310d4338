using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Labels of the workload and its pods.</summary>
internal static class Labels
{
    private static readonly string[] Pods = ["spec", "template"];

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "labels",
        Description = "Adds, changes and (with null) deletes labels of the workload and its pods.",
        Parameters = Schema.MapOf(Schema.Text().OrNull(), "Labels by name."),
        Apply = context => MetadataPatch.Apply(context, "labels", Pods),
    };
}
