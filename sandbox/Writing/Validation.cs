using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Sandbox.Api;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Writing;

/// <summary>Refuses objects the API server would refuse, with its words.</summary>
internal static partial class Validation
{
    private const string Subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    public const string Label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    public static partial Regex LabelPattern();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+$")]
    private static partial Regex KeyPattern();

    [GeneratedRegex("^[-a-z0-9]+$")]
    private static partial Regex PortNamePattern();

    public static void Validate(Cluster cluster, Kind kind, JsonObject o, JsonObject? live, string subresource = "")
    {
        var errors = new List<FieldError>();
        Metadata(kind, o, live, errors);
        if (subresource == "status" && kind.Is("apps", "Deployment")) KindValidation.DeploymentStatus(o, errors);
        else Spec(cluster, kind, o, live, subresource, errors);
        if (errors.Count > 0) throw KubeException.Invalid(kind, (string?)o["metadata"]?["name"] ?? "", errors);
    }

    private static void Spec(Cluster cluster, Kind kind, JsonObject o, JsonObject? live, string subresource, List<FieldError> errors)
    {
        switch (kind.Group, kind.Name)
        {
            case ("apps", "Deployment"): WorkloadValidation.Deployment(o, live, errors); break;
            case ("apps", "StatefulSet"): KindValidation.StatefulSet(o, live, errors); WorkloadValidation.Workload(o, null, errors); break;
            case ("apps", "DaemonSet" or "ReplicaSet"): WorkloadValidation.Workload(o, live, errors); break;
            case ("batch", "Job"): WorkloadValidation.Job(o, live, errors); break;
            case ("batch", "CronJob"): KindValidation.CronJob(o, errors); break;
            case ("", "Pod"): PodValidation.Spec((JsonObject)o["spec"]!, "spec", errors); KindValidation.Pod(o, live, errors); break;
            case ("", "Service"): Service(cluster, o, live, errors); break;
            case ("", "ConfigMap" or "Secret"): Data(o, live, errors); break;
            case ("", "PersistentVolumeClaim"): KindValidation.Claim(o, live, errors); break;
            case ("networking.k8s.io", "Ingress"): KindValidation.Ingress(o, errors); break;
            case ("autoscaling", _): KindValidation.Autoscaler(o, errors); break;
            case ("rbac.authorization.k8s.io", "Role" or "ClusterRole"): KindValidation.Role(o, errors); break;
            case ("rbac.authorization.k8s.io", "RoleBinding" or "ClusterRoleBinding"): KindValidation.Binding(o, live, errors); break;
            case ("apiextensions.k8s.io", _): DefinitionValidation.Check(o, errors); break;
            default:
                if (kind.Custom is not null) CustomResources.Validate(kind, o, live, subresource, errors);
                break;
        }
    }

    private static void Metadata(Kind kind, JsonObject o, JsonObject? live, List<FieldError> errors)
    {
        var meta = (JsonObject)o["metadata"]!;
        var name = (string?)meta["name"];
        if (string.IsNullOrEmpty(name)) errors.Add(FieldError.Required("metadata.name", "name or generateName is required"));
        else if (live is null && NameError(kind, name) is { } problem) errors.Add(FieldError.Invalid("metadata.name", name, problem));
        LabelValidation.Labels(meta["labels"] as JsonObject, "metadata.labels", errors);
        LabelValidation.Annotations(meta["annotations"] as JsonObject, "metadata.annotations", errors);
        var finalizers = (meta["finalizers"] as JsonArray ?? []).Select(f => (string)f!).ToList();
        for (var i = 0; i < finalizers.Count; i++)
            if (kind.Custom is null && !kind.Is("apiextensions.k8s.io", "CustomResourceDefinition") && !finalizers[i].Contains('/', StringComparison.Ordinal) && finalizers[i] is not ("orphan" or "foregroundDeletion" or "kubernetes"))
                errors.Add(FieldError.Invalid($"metadata.finalizers[{i}]", finalizers[i], "name is neither a standard finalizer name nor is it fully qualified"));
        if (live?["metadata"]?["deletionTimestamp"] is null) return;
        var before = (live["metadata"]!["finalizers"] as JsonArray ?? []).Select(f => (string)f!).ToHashSet();
        var added = finalizers.Where(f => !before.Contains(f)).ToList();
        if (added.Count > 0)
            errors.AddRange(Twice(FieldError.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(a => $"\"{a}\""))}}}")));
    }

    /// <summary>Changes of metadata are looked at by the registry and by the kind: both tell.</summary>
    public static FieldError[] Twice(FieldError error) => [error, error];

    private static string? NameError(Kind kind, string name)
    {
        if (kind.Group == "rbac.authorization.k8s.io") return name is "." or ".." || name.Contains('/', StringComparison.Ordinal) || name.Contains('%', StringComparison.Ordinal) ? "may not contain '/' or '%'" : null;
        if (kind.Name is "Namespace" or "Service")
            return name.Length > 63 ? "must be no more than 63 characters" : LabelPattern().IsMatch(name) ? null : Label;
        return name.Length > 253 ? "must be no more than 253 characters" : SubdomainPattern().IsMatch(name) ? null : Subdomain;
    }

    private static void Service(Cluster cluster, JsonObject o, JsonObject? live, List<FieldError> errors)
    {
        var spec = (JsonObject)o["spec"]!;
        var ports = ServiceStrategy.Ports(spec).ToList();
        var type = (string?)spec["type"];
        if (ports.Count == 0 && type != "ExternalName" && (string?)spec["clusterIP"] != "None") errors.Add(FieldError.Required("spec.ports"));
        if (type is not ("ClusterIP" or "NodePort" or "LoadBalancer" or "ExternalName")) errors.Add(FieldError.NotSupported("spec.type", type ?? "", "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"));
        for (var i = 0; i < ports.Count; i++) Port(ports, i, errors);
        if ((string?)spec["clusterIP"] is { } address && address != "None" && live is null && !address.StartsWith("10.96.", StringComparison.Ordinal))
            errors.Add(FieldError.Invalid("spec.clusterIPs", new JsonArray(address), $"failed to allocate IP {address}: the provided network does not match the current range"));
        if (live?["spec"]?["clusterIP"] is { } before && (string?)live["spec"]!["type"] != "ExternalName" && type != "ExternalName" && !JsonNode.DeepEquals(before, spec["clusterIP"]))
            errors.Add(FieldError.Invalid("spec.clusterIPs[0]", spec["clusterIPs"]?.DeepClone(), "may not change once set"));
        errors.AddRange(ServiceStrategy.Check(cluster, o));
    }

    private static void Port(List<JsonObject> ports, int i, List<FieldError> errors)
    {
        var at = $"spec.ports[{i}]";
        if (ports.Count > 1 && (string?)ports[i]["name"] is null or "") errors.Add(FieldError.Required($"{at}.name"));
        if ((int?)ports[i]["port"] is not (>= 1 and <= 65535)) errors.Add(FieldError.Invalid($"{at}.port", ports[i]["port"]?.DeepClone() ?? 0, "must be between 1 and 65535, inclusive"));
        if (ports[i]["targetPort"] is not JsonValue target) return;
        if (target.GetValueKind() == System.Text.Json.JsonValueKind.Number)
        {
            // The port it defaults to is complained about already, unless it is there and wrong.
            if ((int)target is < 1 or > 65535 && ((int)target == 0 || !JsonNode.DeepEquals(target, ports[i]["port"]))) errors.Add(FieldError.Invalid($"{at}.targetPort", target.DeepClone(), "must be between 1 and 65535, inclusive"));
        }
        else if (!PortNamePattern().IsMatch((string)target!)) errors.Add(FieldError.Invalid($"{at}.targetPort", target.DeepClone(), "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"));
    }

    private static void Data(JsonObject o, JsonObject? live, List<FieldError> errors)
    {
        if ((bool?)live?["immutable"] == true)
        {
            if ((bool?)o["immutable"] != true) errors.Add(FieldError.Forbidden("immutable", "field is immutable when `immutable` is set"));
            if (!JsonNode.DeepEquals(o["data"], live["data"])) errors.Add(FieldError.Forbidden("data", "field is immutable when `immutable` is set"));
        }
        foreach (var (key, _) in o["data"] as JsonObject ?? [])
            if (!KeyPattern().IsMatch(key))
                errors.Add(FieldError.Invalid($"data[{key}]", key, "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"));
        if ((string?)o["kind"] == "Secret" && live is not null && !JsonNode.DeepEquals(o["type"], live["type"])) errors.Add(FieldError.Invalid("type", o["type"], "field is immutable"));
    }
}
