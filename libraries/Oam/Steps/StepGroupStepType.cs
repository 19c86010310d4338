using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Steps that belong together.</summary>
internal static class StepGroupStepType
{
    public const string Type = "step-group";

    public static StepDefinition Definition { get; } = new()
    {
        Name = Type,
        Description = "Runs its sub-steps, as soon as their dependencies allow unless its mode says one after the other.",
        Parameters = Schema.Map(),
    };
}
