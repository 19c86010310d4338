using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Posts JSON to a URL.</summary>
internal static class WebhookStepType
{
    public static StepDefinition Definition { get; } = new()
    {
        Name = "webhook",
        Description = "Posts JSON to a URL: what is given, or the application itself.",
        Parameters = Schema.Map()
            .Needs("url", Values.Secretly("The URL."))
            .With("data", Schema.MapOf(description: "What is posted; the application when left out.")),
    };
}
