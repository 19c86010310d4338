using System.Text.Json.Nodes;
using Platform.Oam.Definitions;

namespace Platform.Oam.Components.Helm;

/// <summary>
/// What becomes of a chart's hooks. There is no release and no moment of installing here: what is to run then is applied with everything
/// else, and stays. Tests, and hooks of deleting and rolling back, are left out.
/// </summary>
internal static class HelmHooks
{
    private const string Annotation = "helm.sh/hook";
    private static readonly string[] Applied = ["pre-install", "post-install", "pre-upgrade", "post-upgrade", "crd-install"];

    public static List<JsonObject> Apply(List<JsonObject> objects, bool skipAll, ComponentContext context)
    {
        var kept = objects.Where(item => HooksOf(item) is not { Count: > 0 } hooks || (!skipAll && hooks.Any(Applied.Contains))).ToList();
        foreach (var item in kept.Where(item => HooksOf(item) is { Count: > 0 } hooks && !hooks.Contains("crd-install")))
        {
            context.Warn($"{item["kind"]} '{item["metadata"]?["name"]}' of the chart is a hook ({item["metadata"]!["annotations"]![Annotation]}): it is "
                + "applied together with the other objects, and nothing waits for it; options.skipHooks leaves hooks out");
        }

        return kept;
    }

    private static List<string> HooksOf(JsonObject item) =>
        item["metadata"]?["annotations"] is JsonObject annotations && annotations[Annotation]?.ToString() is { } hooks
            ? [.. hooks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]
            : [];
}
