using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Policies;

/// <summary>How objects are changed that can't simply be patched.</summary>
internal static class ResourceUpdatePolicy
{
    public static PolicyDefinition Definition { get; } = new()
    {
        Name = "resource-update",
        Description = "How objects are changed: patched, replaced, or made anew when certain fields change.",
        Parameters = Schema.Map()
            .With("rules", Schema.List(
                Schema.Map()
                    .Needs("selector", ObjectSelector.Schema)
                    .Needs("strategy", Schema.Map("How they are changed.")
                        .With("op", Schema.Text("patch keeps what others have set; replace does not.", "patch", "replace").Defaults("patch"))
                        .With("recreateFields", Schema.List(Schema.Text(), "Fields; the object is deleted and made again when one of them changes."))),
                "Objects and how they are changed; the first rule that selects an object counts.")),
    };
}
