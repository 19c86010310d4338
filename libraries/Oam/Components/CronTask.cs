using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Components;

/// <summary>Work that ends, by schedule: a CronJob; labels and annotations go on both of its templates.</summary>
internal static class CronTask
{
    public static ComponentDefinition Definition { get; } = new()
    {
        Name = "cron-task",
        Description = "Runs code or a script to completion, by schedule.",
        Parameters = PodSchema.Container.With(PodSchema.Metadata)
            .Needs("schedule", Schema.Text("When, in cron's format."))
            .With("startingDeadlineSeconds", Schema.Whole("How late a run may begin.", 0))
            .With("suspend", Schema.Flag("No further runs.").Defaults(false))
            .With("concurrencyPolicy", Schema.Text("What happens to runs that overlap.", "Allow", "Forbid", "Replace").Defaults("Allow"))
            .With("successfulJobsHistoryLimit", Schema.Whole("Successful runs kept.", 0).Defaults(3))
            .With("failedJobsHistoryLimit", Schema.Whole("Failed runs kept.", 0).Defaults(1))
            .With("count", Schema.Whole("How many run at once.", 0).Defaults(1))
            .With("restart", TaskComponent.Restart)
            .With("args", PodSchema.Texts("Arguments of the command."))
            .With("hostAliases", PodSchema.HostAliases)
            .With("ttlSecondsAfterFinished", Schema.Whole("When a finished run is deleted.", 0))
            .With("activeDeadlineSeconds", Schema.Whole("How long a run may take.", 0))
            .With("backoffLimit", Schema.Whole("Failures until a run has failed.", 0).Defaults(6)),
        Render = Render,
    };

    private static ComponentOutput Render(ComponentContext context)
    {
        var p = context.Parameters;
        var job = Json.Map(
            ("activeDeadlineSeconds", Json.Copy(p, "activeDeadlineSeconds")),
            ("backoffLimit", Json.Copy(p, "backoffLimit")),
            ("completions", Json.Copy(p, "count")),
            ("parallelism", Json.Copy(p, "count")),
            ("template", PodTemplate.Render(context)),
            ("ttlSecondsAfterFinished", Json.Copy(p, "ttlSecondsAfterFinished")));
        var spec = Json.Map(
            ("concurrencyPolicy", Json.Copy(p, "concurrencyPolicy")),
            ("failedJobsHistoryLimit", Json.Copy(p, "failedJobsHistoryLimit")),
            ("jobTemplate", Json.Map(("metadata", PodTemplate.Metadata(context)), ("spec", job))),
            ("schedule", Json.Copy(p, "schedule")),
            ("startingDeadlineSeconds", Json.Copy(p, "startingDeadlineSeconds")),
            ("successfulJobsHistoryLimit", Json.Copy(p, "successfulJobsHistoryLimit")),
            ("suspend", Json.Copy(p, "suspend")));
        return new(Json.Map(("apiVersion", context.ApiVersionOf("CronJob", "batch/v1", "batch/v1beta1")), ("kind", "CronJob"), ("spec", spec)), []);
    }
}
