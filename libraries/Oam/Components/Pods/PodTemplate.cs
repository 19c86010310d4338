using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;

namespace Platform.Oam.Components.Pods;

/// <summary>The pod template all workloads with pods have: one container, named after the component.</summary>
internal static class PodTemplate
{
    public static JsonObject Render(ComponentContext context, JsonArray? ports = null)
    {
        var p = context.Parameters;
        return Json.Map(
            ("metadata", Metadata(context)),
            ("spec", Json.Map(
                ("containers", new JsonArray(Container(context, ports))),
                ("hostAliases", Json.Copy(p, "hostAliases")),
                ("imagePullSecrets", Json.Each(p, "imagePullSecrets", secret => Json.Map(("name", secret.ToJson())))),
                ("restartPolicy", Json.Copy(p, "restart")),
                ("volumes", Volumes.RenderVolumes(p)))));
    }

    /// <summary>Labels that selectors rely on, over the ones the component gives.</summary>
    public static JsonObject Metadata(ComponentContext context)
    {
        var labels = context.Parameters["labels"]?.ToJson() as JsonObject ?? [];
        labels[WellKnown.AppName] = context.Application.Name;
        labels[WellKnown.AppComponent] = context.Name;
        if (context.Parameters["addRevisionLabel"]?.Boolean == true && context.Revision is { } revision) labels["app.oam.dev/revision"] = revision;
        return Json.Map(("annotations", Json.Copy(context.Parameters, "annotations")), ("labels", labels));
    }

    public static JsonObject Selector(ComponentContext context) => Json.Map(("matchLabels", Services.Selector(context.Name)));

    private static JsonObject Container(ComponentContext context, JsonArray? ports)
    {
        var p = context.Parameters;
        return Json.Map(
            ("args", Json.Copy(p, "args")),
            ("command", Json.Copy(p, "cmd")),
            ("env", Json.Copy(p, "env")),
            ("image", Json.Copy(p, "image")),
            ("imagePullPolicy", Json.Copy(p, "imagePullPolicy")),
            ("livenessProbe", Json.Copy(p, "livenessProbe")),
            ("name", context.Name),
            ("ports", ports),
            ("readinessProbe", Json.Copy(p, "readinessProbe")),
            ("resources", Resources(p)),
            ("volumeMounts", Volumes.RenderMounts(p)));
    }

    /// <summary>CPU and memory are request and limit in one, unless a limit of its own is given.</summary>
    private static JsonObject? Resources(DocumentNode p)
    {
        var limits = Json.Map(
            ("cpu", p["limit"]?["cpu"]?.ToJson() ?? Json.Copy(p, "cpu")),
            ("memory", p["limit"]?["memory"]?.ToJson() ?? Json.Copy(p, "memory")));
        var requests = Json.Map(("cpu", Json.Copy(p, "cpu")), ("memory", Json.Copy(p, "memory")));
        if (limits.Count + requests.Count == 0) return null;
        return Json.Map(("limits", limits.Count > 0 ? limits : null), ("requests", requests.Count > 0 ? requests : null));
    }
}
