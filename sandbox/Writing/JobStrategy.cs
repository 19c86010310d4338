using System.Text.Json.Nodes;
using static Platform.Sandbox.Kinds.Defaults;

namespace Platform.Sandbox.Writing;

/// <summary>The selector and labels the API server gives a Job that doesn't choose its own.</summary>
internal static class JobStrategy
{
    public static void OnCreate(JsonObject job)
    {
        var spec = (JsonObject)job["spec"]!;
        var uid = (string)job["metadata"]!["uid"]!;
        var name = (string)job["metadata"]!["name"]!;
        if ((bool?)spec["manualSelector"] != true)
        {
            Label(Under(Under(Under(spec, "template"), "metadata"), "labels"), uid, name);
            spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = uid } };
        }
        var labels = spec["template"]?["metadata"]?["labels"];
        if (!((JsonObject)job["metadata"]!).ContainsKey("labels") && labels is not null) job["metadata"]!["labels"] = labels.DeepClone();
        job["status"] = new JsonObject();
    }

    public static void OnUpdate(JsonObject live, JsonObject next)
    {
        var (from, to) = ((JsonObject)live["spec"]!, (JsonObject)next["spec"]!);
        if (!to.ContainsKey("selector") && from["selector"] is { } selector) to["selector"] = selector.DeepClone();
        if (from["template"]?["metadata"]?["labels"] is not JsonObject labels || (bool?)from["manualSelector"] == true) return;
        var target = Under(Under(Under(to, "template"), "metadata"), "labels");
        foreach (var key in new[] { "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name", "controller-uid", "job-name" })
            if (!target.ContainsKey(key) && labels[key] is { } value) target[key] = value.DeepClone();
    }

    private static void Label(JsonObject labels, string uid, string name)
    {
        labels["batch.kubernetes.io/controller-uid"] = uid;
        labels["batch.kubernetes.io/job-name"] = name;
        labels["controller-uid"] = uid;
        labels["job-name"] = name;
    }
}
