using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Policies;

/// <summary>Components that are delivered several times under different keys.</summary>
internal static class ReplicationPolicy
{
    public static PolicyDefinition Definition { get; } = new()
    {
        Name = "replication",
        Description = "Delivers components several times, once for each key, where a deploy step names the policy.",
        Parameters = Schema.Map()
            .Needs("keys", Schema.List(Schema.Text(), "One copy for each of them."))
            .With("selector", Schema.List(Schema.Text(), "Names of the components; all when left out.")),
    };
}
