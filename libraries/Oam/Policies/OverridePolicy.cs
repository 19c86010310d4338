using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Policies;

/// <summary>What is different on some clusters.</summary>
internal static class OverridePolicy
{
    public const string Type = "override";

    public static PolicyDefinition Definition { get; } = new()
    {
        Name = Type,
        Description = "Changes components where a deploy step names the policy.",
        Parameters = Schema.Map()
            .With("components", Schema.List(
                Schema.Map()
                    .With("name", Schema.Text("Name or regular expression; all components of the type when left out."))
                    .With("type", Schema.Text("Type of the component."))
                    .With("properties", Schema.MapOf(description: "Merged over the component's; lists are replaced."))
                    .With("traits", Schema.List(
                        Schema.Map()
                            .Needs("type", Schema.Text("Type of the trait."))
                            .With("properties", Schema.MapOf(description: "Merged over the trait's; lists are replaced."))
                            .With("disable", Schema.Flag("Takes the trait away.").Defaults(false)),
                        "Traits to change, add or take away.")),
                "Changes, component by component."))
            .With("selector", Schema.List(Schema.Text(), "Only these components; all when left out."))
            .With("clusters", Schema.List(Schema.Text(), "Only on these clusters; on all when left out."))
            .With("clusterLabelSelector", Schema.MapOf(Schema.Text(), "Only on clusters with these labels.")),
    };
}
