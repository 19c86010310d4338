using System.Text.Json.Nodes;
using Platform.Sandbox.Api;

namespace Platform.Sandbox.Writing;

/// <summary>Validation of a Pod's specification.</summary>
internal static class PodValidation
{
    public static void Spec(JsonObject spec, string path, List<FieldError> errors)
    {
        var volumes = (spec["volumes"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        for (var i = 0; i < volumes.Count; i++)
        {
            if ((string?)volumes[i]["name"] is null or "") errors.Add(FieldError.Required($"{path}.volumes[{i}].name"));
            var sources = volumes[i].Select(p => p.Key).Where(k => k != "name").ToList();
            for (var s = 1; s < sources.Count; s++) errors.Add(FieldError.Forbidden($"{path}.volumes[{i}].{Later(sources)}", "may not specify more than 1 volume type"));
        }
        var names = volumes.Where(v => v.Count <= 2).Select(v => (string?)v["name"]).ToHashSet();
        foreach (var field in new[] { "initContainers", "containers" })
        {
            var list = (spec[field] as JsonArray ?? []).OfType<JsonObject>().ToList();
            if (field == "containers" && list.Count == 0) errors.Add(FieldError.Required($"{path}.containers"));
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < list.Count; i++) Container(list[i], $"{path}.{field}[{i}]", names, seen, errors);
        }
        if ((string?)spec["restartPolicy"] is { } policy and not ("Always" or "OnFailure" or "Never")) errors.Add(FieldError.NotSupported($"{path}.restartPolicy", policy, "Always", "OnFailure", "Never"));
    }

    /// <summary>The Pods of Jobs don't restart for ever.</summary>
    public static void JobSpec(JsonObject pod, string path, List<FieldError> errors)
    {
        Spec(pod, path, errors);
        if ((string?)pod["restartPolicy"] is not ("Never" or "OnFailure"))
            errors.Add(new FieldError("FieldValueRequired", "Required value: valid values: \"OnFailure\", \"Never\"", $"{path}.restartPolicy"));
    }

    private static string Later(List<string> sources) => sources.Contains("configMap") && sources[0] == "emptyDir" ? "configMap" : sources[^1];

    private static void Container(JsonObject c, string path, HashSet<string?> volumes, HashSet<string> seen, List<FieldError> errors)
    {
        var name = (string?)c["name"] ?? "";
        if (name.Length == 0) errors.Add(FieldError.Required($"{path}.name"));
        else if (!Validation.LabelPattern().IsMatch(name)) errors.Add(FieldError.Invalid($"{path}.name", name, Validation.Label));
        if ((string?)c["image"] is null or "") errors.Add(FieldError.Required($"{path}.image"));
        if ((string?)c["imagePullPolicy"] is { } pull and not ("Always" or "IfNotPresent" or "Never")) errors.Add(FieldError.NotSupported($"{path}.imagePullPolicy", pull, "Always", "IfNotPresent", "Never"));
        Ports(c, path, errors);
        Environment(c, path, errors);
        Mounts(c, path, volumes, errors);
        Resources(c, path, errors);
        if (name.Length > 0 && !seen.Add(name)) errors.Add(FieldError.Duplicate($"{path}.name", name));
    }

    private static void Ports(JsonObject c, string path, List<FieldError> errors)
    {
        var ports = (c["ports"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i]["containerPort"] is not { } number) errors.Add(FieldError.Required($"{path}.ports[{i}].containerPort"));
            else if ((int)number is < 1 or > 65535) errors.Add(FieldError.Invalid($"{path}.ports[{i}].containerPort", number, "must be between 1 and 65535, inclusive"));
            if ((string?)ports[i]["protocol"] is { } protocol and not ("TCP" or "UDP" or "SCTP")) errors.Add(FieldError.NotSupported($"{path}.ports[{i}].protocol", protocol, "SCTP", "TCP", "UDP"));
        }
    }

    private static void Environment(JsonObject c, string path, List<FieldError> errors)
    {
        var env = (c["env"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        for (var i = 0; i < env.Count; i++)
        {
            if ((string?)env[i]["name"] is null or "") errors.Add(FieldError.Required($"{path}.env[{i}].name"));
            if (env[i]["value"] is not null && env[i]["valueFrom"] is not null)
                errors.Add(FieldError.Invalid($"{path}.env[{i}].valueFrom", "", "may not be specified when `value` is not empty"));
        }
    }

    private static void Mounts(JsonObject c, string path, HashSet<string?> volumes, List<FieldError> errors)
    {
        var mounts = (c["volumeMounts"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        for (var i = 0; i < mounts.Count; i++)
        {
            var name = (string?)mounts[i]["name"];
            if (name is null or "") errors.Add(FieldError.Required($"{path}.volumeMounts[{i}].name"));
            else if (!volumes.Contains(name)) errors.Add(new FieldError("FieldValueNotFound", $"Not found: \"{name}\"", $"{path}.volumeMounts[{i}].name"));
            if ((string?)mounts[i]["mountPath"] is null or "") errors.Add(FieldError.Required($"{path}.volumeMounts[{i}].mountPath"));
        }
    }

    private static void Resources(JsonObject c, string path, List<FieldError> errors)
    {
        if (c["resources"]?["requests"] is not JsonObject requests || c["resources"]?["limits"] is not JsonObject limits) return;
        foreach (var (name, request) in requests)
            if (limits[name] is { } limit && Quantity.Parse((string)request!) > Quantity.Parse((string)limit!))
                errors.Add(FieldError.Invalid($"{path}.resources.requests", request, $"must be less than or equal to {name} limit of {(string)limit!}"));
    }
}
