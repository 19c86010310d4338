using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Scales by CPU, memory and metrics of the pods: a HorizontalPodAutoscaler of autoscaling/v2.</summary>
internal static class Hpa
{
    private static readonly Schema Metric = Schema.Map()
        .With("type", Schema.Text("Percent of what is requested, or a value.", "Utilization", "AverageValue").Defaults("Utilization"))
        .With("value", Schema.Whole("How much.").Defaults(50));

    /// <summary>What is scaled, and how far.</summary>
    public static Schema Target { get; } = Schema.Map()
        .With("min", Schema.Whole("Fewest pods.", 0).Defaults(1))
        .With("max", Schema.Whole("Most pods.", 1).Defaults(10))
        .With("targetAPIVersion", Schema.Text("API version of the workload.").Defaults("apps/v1"))
        .With("targetKind", Schema.Text("Kind of the workload.").Defaults("Deployment"));

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "hpa",
        Description = "Scales by use of CPU and memory, and by metrics of the pods.",
        Parameters = Target
            .With("cpu", Metric.About("Use of CPU to keep."))
            .With("mem", Metric.About("Use of memory to keep."))
            .With("podCustomMetrics", Schema.List(Schema.Map().Needs("name", Schema.Text()).Needs("value", Schema.Text()), "Metrics of the pods.")),
        Apply = context => context.Output("hpa", Make(context, context.ApiVersionOf("HorizontalPodAutoscaler", "autoscaling/v2", "autoscaling/v2beta2"), ("metrics", Metrics(context.Parameters)))),
    };

    public static JsonObject Make(TraitContext context, string apiVersion, (string Name, JsonNode? Value) what)
    {
        var p = context.Parameters;
        return Json.Map(
            ("apiVersion", apiVersion),
            ("kind", "HorizontalPodAutoscaler"),
            ("metadata", Json.Map(("name", context.Component))),
            ("spec", Json.Map(
                ("maxReplicas", Json.Copy(p, "max")),
                what,
                ("minReplicas", Json.Copy(p, "min")),
                ("scaleTargetRef", Json.Map(("apiVersion", Json.Copy(p, "targetAPIVersion")), ("kind", Json.Copy(p, "targetKind")), ("name", context.Component))))));
    }

    /// <summary>CPU is always one of them, with its defaults.</summary>
    private static JsonArray Metrics(DocumentNode p)
    {
        JsonArray metrics = [OfResource("cpu", p["cpu"] ?? SchemaDefaults.Complete(DocumentDefaults.EmptyMap, Metric))];
        if (p["mem"] is { } memory) metrics.Add(OfResource("memory", memory));
        foreach (var metric in p["podCustomMetrics"]?.Items ?? [])
        {
            metrics.Add(Json.Map(
                ("pods", Json.Map(
                    ("metric", Json.Map(("name", Json.Copy(metric, "name")))),
                    ("target", Json.Map(("averageValue", Json.Copy(metric, "value")), ("type", "AverageValue"))))),
                ("type", "Pods")));
        }

        return metrics;
    }

    private static JsonObject OfResource(string name, DocumentNode metric) => Json.Map(
        ("resource", Json.Map(
            ("name", name),
            ("target", Json.Map(
                (metric["type"]?.Text == "AverageValue" ? "averageValue" : "averageUtilization", Json.Copy(metric, "value")),
                ("type", Json.Copy(metric, "type")))))),
        ("type", "Resource"));
}
