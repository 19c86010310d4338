using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Components;

/// <summary>Work that ends: a Job named <c>&lt;application&gt;-&lt;component&gt;</c>.</summary>
internal static class TaskComponent
{
    public static ComponentDefinition Definition { get; } = new()
    {
        Name = "task",
        Description = "Runs code or a script to completion.",
        Parameters = PodSchema.Container.With(PodSchema.Metadata)
            .With("args", PodSchema.Texts("Arguments of the command."))
            .With("count", Schema.Whole("How many run at once.", 0).Defaults(1))
            .With("restart", Restart),
        Render = context => new(
            Json.Map(
                ("apiVersion", "batch/v1"),
                ("kind", "Job"),
                ("metadata", Json.Map(("name", $"{context.Application.Name}-{context.Name}"))),
                ("spec", Json.Map(
                    ("completions", Json.Copy(context.Parameters, "count")),
                    ("parallelism", Json.Copy(context.Parameters, "count")),
                    ("template", PodTemplate.Render(context))))),
            []),
    };

    public static Schema Restart => Schema.Text("Whether a failed pod is restarted.", "Never", "OnFailure").Defaults("Never");
}
