using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Writing;

/// <summary>
/// Pod Security by the labels of a namespace: `enforce` refuses Pods, `warn` tells of Pods and of what makes them. Of the levels this looks at
/// privileged containers, host namespaces, host paths, host ports, and for `restricted` at privilege escalation, capabilities, root and seccomp.
/// </summary>
internal static class PodSecurity
{
    public static void Admit(Cluster cluster, Kind kind, string ns, JsonObject o, WriteOptions options)
    {
        var spec = kind.Is("", "Pod") ? o["spec"] as JsonObject : kind.Group is "apps" or "batch" ? (o["spec"]?["template"] ?? o["spec"]?["jobTemplate"]?["spec"]?["template"])?["spec"] as JsonObject : null;
        if (spec is null || cluster.Store.Find(cluster.Store.Kinds.Get("v1", "Namespace"), "", ns) is not { } found) return;
        string Level(string mode) => found.Labels.GetValueOrDefault("pod-security.kubernetes.io/" + mode, "privileged");
        string Version(string mode) => found.Labels.GetValueOrDefault($"pod-security.kubernetes.io/{mode}-version", "latest");
        if (kind.Is("", "Pod") && Problems(spec, Level("enforce")) is { Count: > 0 } problems)
            throw KubeException.Forbidden(kind, (string?)o["metadata"]?["name"] ?? "", $"violates PodSecurity \"{Level("enforce")}:{Version("enforce")}\": {string.Join(", ", problems)}");
        if (Problems(spec, Level("warn")) is { Count: > 0 } warned)
            options.Warnings.Add($"would violate PodSecurity \"{Level("warn")}:{Version("warn")}\": {string.Join(", ", warned)}");
    }

    private static List<string> Problems(JsonObject spec, string level)
    {
        var problems = new List<string>();
        if (level is not ("baseline" or "restricted")) return problems;
        var containers = (spec["initContainers"] as JsonArray ?? []).Concat(spec["containers"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        Baseline(spec, containers, problems);
        if (level == "restricted") Restricted(spec, containers, problems);
        return problems;
    }

    private static void Baseline(JsonObject spec, List<JsonObject> containers, List<string> problems)
    {
        var host = new[] { "hostNetwork", "hostPID", "hostIPC" }.Where(f => (bool?)spec[f] == true).ToList();
        if (host.Count > 0) problems.Add($"host namespaces ({string.Join(", ", host.Select(h => h + "=true"))})");
        var paths = (spec["volumes"] as JsonArray ?? []).OfType<JsonObject>().Where(v => v.ContainsKey("hostPath")).Select(v => $"\"{(string?)v["name"]}\"").ToList();
        if (paths.Count > 0) problems.Add($"hostPath volumes ({(paths.Count > 1 ? "volumes" : "volume")} {string.Join(", ", paths)})");
        Tell(problems, "privileged", containers.Where(c => (bool?)c["securityContext"]?["privileged"] == true), "must not set securityContext.privileged=true");
        Tell(problems, "hostPort", containers.Where(c => (c["ports"] as JsonArray ?? []).Any(p => (int?)p?["hostPort"] is > 0)), "uses hostPorts");
    }

    private static void Restricted(JsonObject spec, List<JsonObject> containers, List<string> problems)
    {
        static JsonNode? Context(JsonObject c, string field) => c["securityContext"]?[field];
        Tell(problems, "allowPrivilegeEscalation != false", containers.Where(c => (bool?)Context(c, "allowPrivilegeEscalation") != false), "must set securityContext.allowPrivilegeEscalation=false");
        Tell(problems, "unrestricted capabilities", containers.Where(c => !(Context(c, "capabilities")?["drop"] as JsonArray ?? []).Any(d => (string?)d == "ALL")), "must set securityContext.capabilities.drop=[\"ALL\"]");
        if ((bool?)spec["securityContext"]?["runAsNonRoot"] != true)
            Tell(problems, "runAsNonRoot != true", containers.Where(c => (bool?)Context(c, "runAsNonRoot") != true), "must set securityContext.runAsNonRoot=true", "pod or ");
        static bool Confined(JsonNode? profile) => (string?)profile?["type"] is "RuntimeDefault" or "Localhost";
        if (!Confined(spec["securityContext"]?["seccompProfile"]))
            Tell(problems, "seccompProfile", containers.Where(c => !Confined(Context(c, "seccompProfile"))), "must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"", "pod or ");
    }

    private static void Tell(List<string> problems, string what, IEnumerable<JsonObject> bad, string must, string who = "")
    {
        var names = bad.Select(c => $"\"{(string?)c["name"]}\"").ToList();
        if (names.Count > 0) problems.Add($"{what} ({who}{(names.Count > 1 ? "containers" : "container")} {string.Join(", ", names)} {must})");
    }
}
