using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Waits for somebody.</summary>
internal static class SuspendStepType
{
    public const string Type = "suspend";

    public static StepDefinition Definition { get; } = new()
    {
        Name = Type,
        Description = "Waits until somebody resumes, or for a while.",
        Parameters = Schema.Map()
            .With("duration", Schema.Text("Resumes by itself after this, e.g. 30s."))
            .With("message", Schema.Text("Shown while it waits.")),
    };
}
