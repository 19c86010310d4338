using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Shows a message in the status of the step.</summary>
internal static class PrintMessageStepType
{
    public static StepDefinition Definition { get; } = new()
    {
        Name = "print-message-in-status",
        Description = "Shows a message in the step's status.",
        Parameters = Schema.Map().Needs("message", Schema.Text("The message.")),
    };
}
