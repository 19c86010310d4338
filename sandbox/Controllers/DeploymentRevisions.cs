using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>The ReplicaSets of a Deployment as its history: which template is which revision.</summary>
internal static class DeploymentRevisions
{
    public const string Annotation = "deployment.kubernetes.io/revision";
    public const string History = "deployment.kubernetes.io/revision-history";
    public const string Desired = "deployment.kubernetes.io/desired-replicas";
    public const string Most = "deployment.kubernetes.io/max-replicas";
    private const string Hash = "pod-template-hash";

    private static readonly HashSet<string> NotCopied = new(StringComparer.Ordinal)
    {
        Annotation, History, Desired, Most, "kubectl.kubernetes.io/last-applied-configuration", "deprecated.deployment.rollback.to",
    };

    /// <summary>The oldest ReplicaSet with the Deployment's template: ours say so by their label, others are compared.</summary>
    /// <param name="wanted">The hash of the Deployment's template.</param>
    public static StoredObject? Current(List<StoredObject> sets, string wanted)
    {
        if (sets.FirstOrDefault(s => !s.Deleting && s.Labels.GetValueOrDefault(Hash) == wanted) is { } own) return own;
        return sets.Where(s => !s.Deleting).OrderBy(s => s.ResourceVersion).FirstOrDefault(s =>
        {
            var template = s.Parse().Spec()["template"]!;
            (template["metadata"]?["labels"] as JsonObject)?.Remove(Hash);
            return Json.Hash(template) == wanted;
        });
    }

    public static int Of(StoredObject set) => int.TryParse(set.Parse().Annotation(Annotation), out var revision) ? revision : 0;

    public static int Next(List<StoredObject> old) => old.Select(Of).DefaultIfEmpty(0).Max() + 1;

    /// <param name="hash">The hash of the Deployment's template.</param>
    public static JsonObject Make(StoredObject owner, JsonObject deployment, string hash, int replicas, int revision, int surge)
    {
        var template = (JsonObject)deployment.Spec()["template"]!.DeepClone();
        var labels = Kinds.Defaults.Under(Kinds.Defaults.Under(template, "metadata"), "labels");
        labels[Hash] = hash;
        var selector = (JsonObject)deployment.Spec()["selector"]!.DeepClone();
        Kinds.Defaults.Under(selector, "matchLabels")[Hash] = hash;
        var spec = new JsonObject { ["replicas"] = replicas, ["selector"] = selector, ["template"] = template };
        if (deployment.Spec()["minReadySeconds"] is { } wait) spec["minReadySeconds"] = wait.DeepClone();
        var set = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = $"{owner.Name}-{hash}", ["labels"] = labels.DeepClone(), ["ownerReferences"] = PodTemplates.OwnedBy(owner) },
            ["spec"] = spec,
        };
        Mark(set, deployment, revision, surge);
        return set;
    }

    /// <summary>The annotations a ReplicaSet has from its Deployment; a revision it had before is remembered.</summary>
    public static void Mark(JsonObject set, JsonObject deployment, int revision, int surge)
    {
        foreach (var (name, value) in deployment.Meta()["annotations"] as JsonObject ?? [])
            if (!NotCopied.Contains(name)) set.Annotate(name, (string?)value ?? "");
        if (set.Annotation(Annotation) is { } before && before != $"{revision}")
            set.Annotate(History, set.Annotation(History) is { Length: > 0 } history ? $"{history},{before}" : before);
        set.Annotate(Annotation, $"{revision}");
        var wanted = deployment.Spec().Int("replicas", 1);
        set.Annotate(Desired, $"{wanted}");
        set.Annotate(Most, $"{wanted + surge}");
    }
}
