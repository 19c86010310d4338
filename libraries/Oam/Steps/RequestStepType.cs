using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Any HTTP request.</summary>
internal static class RequestStepType
{
    public static StepDefinition Definition { get; } = new()
    {
        Name = "request",
        Description = "Sends an HTTP request; outputs take values from response.body, response.header and response.statusCode.",
        Parameters = Schema.Map()
            .Needs("url", Schema.Text("The URL."))
            .With("method", Schema.Text("The method.", "GET", "POST", "PUT", "DELETE").Defaults("GET"))
            .With("body", Schema.MapOf(description: "The body, sent as JSON."))
            .With("header", PodSchema.TextMap("Headers.")),
    };
}
