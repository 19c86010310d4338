using Platform.Oam.Definitions;

namespace Platform.Oam.Policies;

/// <summary>Objects that exist already and become the application's.</summary>
internal static class TakeOverPolicy
{
    public static PolicyDefinition Definition { get; } = new()
    {
        Name = "take-over",
        Description = "Objects that exist already, made by somebody else, become the application's.",
        Parameters = ObjectSelector.Rules("The objects."),
    };
}
