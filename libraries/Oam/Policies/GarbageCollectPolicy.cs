using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Policies;

/// <summary>What becomes of objects that the application no longer has.</summary>
internal static class GarbageCollectPolicy
{
    public static PolicyDefinition Definition { get; } = new()
    {
        Name = "garbage-collect",
        Description = "What becomes of objects that a new revision no longer has, and of all of them when the application is deleted.",
        Parameters = Schema.Map()
            .With("keepLegacyResource", Schema.Flag("Keeps what new revisions no longer have.").Defaults(false))
            .With("continueOnFailure", Schema.Flag("Collects even when the workflow failed.").Defaults(false))
            .With("applicationRevisionLimit", Schema.Whole("How many revisions are kept.", 0))
            .With("order", Schema.Text("dependency: what depends on others goes first.", "dependency"))
            .With("rules", Schema.List(
                Schema.Map()
                    .Needs("selector", ObjectSelector.Schema)
                    .With("strategy", Schema.Text("When the objects are deleted.", "onAppUpdate", "onAppDelete", "never").Defaults("onAppUpdate"))
                    .With("propagation", Schema.Text("What becomes of what belongs to them.", "orphan", "cascading")),
                "Exceptions; the first that selects an object counts.")),
    };
}
