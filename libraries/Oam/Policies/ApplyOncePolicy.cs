using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Policies;

/// <summary>Fields that may drift: they are applied once and then left to others.</summary>
internal static class ApplyOncePolicy
{
    public static PolicyDefinition Definition { get; } = new()
    {
        Name = "apply-once",
        Description = "Fields that are applied once and then left to others: what changes there is no drift.",
        Parameters = Schema.Map()
            .With("enable", Schema.Flag("For every object of the application.").Defaults(false))
            .With("rules", Schema.List(
                Schema.Map()
                    .With("selector", ObjectSelector.Schema)
                    .With("strategy", Schema.Map("What may change.")
                        .With("affect", Schema.Text("When the rule holds: only when a revision is applied, or only for repairs; always when left out.", "onUpdate", "onStateKeep"))
                        .Needs("path", Schema.List(Schema.Text(), "Paths of fields, e.g. spec.replicas; * for the whole object."))),
                "Objects and fields; the first rule that selects an object counts.")),
    };
}
