using Platform.Oam.Definitions;

namespace Platform.Oam.Policies;

/// <summary>Objects that are watched and never changed.</summary>
internal static class ReadOnlyPolicy
{
    public static PolicyDefinition Definition { get; } = new()
    {
        Name = "read-only",
        Description = "Objects that have to exist already, are watched, and are neither changed nor deleted.",
        Parameters = ObjectSelector.Rules("The objects."),
    };
}
