using Platform.Oam.Definitions;

namespace Platform.Oam.Policies;

/// <summary>Objects that several applications have.</summary>
internal static class SharedResourcePolicy
{
    public static PolicyDefinition Definition { get; } = new()
    {
        Name = "shared-resource",
        Description = "Objects that several applications have: the first one applies them, the last one deletes them.",
        Parameters = ObjectSelector.Rules("The objects."),
    };
}
