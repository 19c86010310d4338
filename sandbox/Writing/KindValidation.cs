using System.Text.Json.Nodes;
using Platform.Sandbox.Api;

namespace Platform.Sandbox.Writing;

/// <summary>Validation of the smaller kinds: what is required, and what may not change.</summary>
internal static class KindValidation
{
    public static void Ingress(JsonObject o, List<FieldError> errors)
    {
        var spec = (JsonObject)o["spec"]!;
        if (spec["defaultBackend"] is null && spec["rules"] is not JsonArray { Count: > 0 }) errors.Add(FieldError.Invalid("spec", null, "either `defaultBackend` or `rules` must be specified"));
        var rules = (spec["rules"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        for (var r = 0; r < rules.Count; r++)
        {
            var paths = (rules[r]["http"]?["paths"] as JsonArray ?? []).OfType<JsonObject>().ToList();
            for (var p = 0; p < paths.Count; p++)
            {
                var at = $"spec.rules[{r}].http.paths[{p}]";
                if ((string?)paths[p]["pathType"] is not { } type) errors.Add(FieldError.Required($"{at}.pathType", "pathType must be specified"));
                else if (type is not ("Exact" or "Prefix" or "ImplementationSpecific")) errors.Add(FieldError.NotSupported($"{at}.pathType", type, "Exact", "ImplementationSpecific", "Prefix"));
                else if (type != "ImplementationSpecific" && (string?)paths[p]["path"] is var path && path?.StartsWith('/') != true) errors.Add(FieldError.Invalid($"{at}.path", path ?? "", "must be an absolute path"));
                if (paths[p]["backend"]?["service"] is JsonObject service && (string?)service["name"] is null or "") errors.Add(FieldError.Required($"{at}.backend.service.name"));
            }
        }
    }

    public static void CronJob(JsonObject o, List<FieldError> errors)
    {
        var schedule = (string?)o["spec"]?["schedule"] ?? "";
        var fields = schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (schedule.Length == 0) errors.Add(FieldError.Required("spec.schedule"));
        else if (!schedule.StartsWith('@') && fields.Length != 5)
            errors.Add(FieldError.Invalid("spec.schedule", schedule, $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]"));
        if (o["spec"]?["jobTemplate"]?["spec"]?["template"]?["spec"] is JsonObject pod) PodValidation.JobSpec(pod, "spec.jobTemplate.spec.template.spec", errors);
        else errors.Add(FieldError.Required("spec.jobTemplate.spec.template.spec.containers"));
    }

    public static void Claim(JsonObject o, JsonObject? live, List<FieldError> errors)
    {
        var spec = (JsonObject)o["spec"]!;
        if (spec["accessModes"] is not JsonArray { Count: > 0 }) errors.Add(FieldError.Required("spec.accessModes", "at least 1 access mode is required"));
        if (spec["resources"]?["requests"]?["storage"] is null) errors.Add(FieldError.Required("spec.resources[storage]"));
        if (live?["spec"] is JsonObject before && !Same(before, spec, "resources", "volumeName", "storageClassName", "volumeAttributesClassName"))
            errors.Add(FieldError.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
    }

    public static void Autoscaler(JsonObject o, List<FieldError> errors)
    {
        var spec = (JsonObject)o["spec"]!;
        var (least, most) = ((int?)spec["minReplicas"] ?? 1, (int?)spec["maxReplicas"] ?? 0);
        if (most < 1) errors.Add(FieldError.Invalid("spec.maxReplicas", most, "must be greater than 0"));
        if (most < least) errors.Add(FieldError.Invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`"));
        var target = spec["scaleTargetRef"];
        if ((string?)target?["kind"] is null or "") errors.Add(FieldError.Required("spec.scaleTargetRef.kind"));
        if ((string?)target?["name"] is null or "") errors.Add(FieldError.Required("spec.scaleTargetRef.name"));
        if ((string?)target?["kind"] is "Deployment" or "StatefulSet" or "ReplicaSet" && (string?)target["apiVersion"] is null or "")
            errors.Add(FieldError.Invalid("spec.scaleTargetRef.apiVersion", "", "apiVersion must specify API group"));
    }

    public static void Role(JsonObject o, List<FieldError> errors)
    {
        var rules = (o["rules"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i]["verbs"] is not JsonArray { Count: > 0 }) errors.Add(FieldError.Required($"rules[{i}].verbs", "verbs must contain at least one value"));
            if (rules[i]["nonResourceURLs"] is JsonArray { Count: > 0 }) continue;
            if (rules[i]["apiGroups"] is not JsonArray { Count: > 0 }) errors.Add(FieldError.Required($"rules[{i}].apiGroups", "resource rules must supply at least one api group"));
            if (rules[i]["resources"] is not JsonArray { Count: > 0 }) errors.Add(FieldError.Required($"rules[{i}].resources", "resource rules must supply at least one resource"));
        }
    }

    public static void Binding(JsonObject o, JsonObject? live, List<FieldError> errors)
    {
        if (o["roleRef"] is not JsonObject role) errors.Add(FieldError.Required("roleRef"));
        else if (live?["roleRef"] is { } before && !JsonNode.DeepEquals(before, role))
            errors.Add(FieldError.Invalid("roleRef", new JsonObject { ["APIGroup"] = role["apiGroup"]?.DeepClone(), ["Kind"] = role["kind"]?.DeepClone(), ["Name"] = role["name"]?.DeepClone() }, "cannot change roleRef"));
    }

    public static void StatefulSet(JsonObject o, JsonObject? live, List<FieldError> errors)
    {
        if (live?["spec"] is JsonObject before && !Same(before, (JsonObject)o["spec"]!, "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"))
            errors.Add(FieldError.Forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
    }

    /// <summary>Of a Pod only the images, the deadline, the grace period and added tolerations may change.</summary>
    public static void Pod(JsonObject o, JsonObject? live, List<FieldError> errors)
    {
        if (live?["spec"] is not JsonObject before) return;
        var (was, now) = (Fixed(before), Fixed((JsonObject)o["spec"]!));
        if (!JsonNode.DeepEquals(was, now))
            errors.Add(FieldError.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"));
    }

    private static JsonObject Fixed(JsonObject spec)
    {
        var copy = (JsonObject)spec.DeepClone();
        foreach (var field in new[] { "activeDeadlineSeconds", "terminationGracePeriodSeconds", "tolerations", "ephemeralContainers", "nodeName", "schedulingGates" }) copy.Remove(field);
        foreach (var container in (copy["containers"] as JsonArray ?? []).Concat(copy["initContainers"] as JsonArray ?? []).OfType<JsonObject>())
            foreach (var field in new[] { "image", "resources" }) container.Remove(field);
        return copy;
    }

    /// <summary>The two agree in all but some fields.</summary>
    private static bool Same(JsonObject a, JsonObject b, params string[] but)
    {
        var fields = a.Select(p => p.Key).Concat(b.Select(p => p.Key)).Distinct().Where(f => !but.Contains(f));
        return fields.All(f => JsonNode.DeepEquals(a[f], b[f]));
    }

    /// <summary>The counts of a Deployment's status.</summary>
    public static void DeploymentStatus(JsonObject o, List<FieldError> errors)
    {
        int Count(string field) => (int?)o["status"]?[field] ?? 0;
        foreach (var field in new[] { "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas" })
            if (Count(field) < 0) errors.Add(FieldError.Invalid($"status.{field}", Count(field), "must be greater than or equal to 0"));
        foreach (var field in new[] { "updatedReplicas", "readyReplicas", "availableReplicas" })
            if (Count(field) > Count("replicas")) errors.Add(FieldError.Invalid($"status.{field}", Count(field), "cannot be greater than status.replicas"));
        if (Count("availableReplicas") > Count("readyReplicas")) errors.Add(FieldError.Invalid("status.availableReplicas", Count("availableReplicas"), "cannot be greater than readyReplicas"));
    }
}
