namespace Platform.Sandbox.Kinds;

/// <summary>The kind a subresource takes and answers, and its verbs.</summary>
internal static class SubresourceKinds
{
    private static readonly string[] Change = ["get", "patch", "update"];
    private static readonly string[] Proxy = ["create", "delete", "get", "patch", "update"];
    private static readonly string[] Create = ["create"];
    private static readonly string[] Connect = ["create", "get"];

    /// <summary>Group and version are null where they are those of the resource.</summary>
    public static (string? Group, string? Version, string Kind, string[] Verbs) Of(Kind kind, string sub) => sub switch
    {
        "scale" => ("autoscaling", "v1", "Scale", Change),
        "eviction" => ("policy", "v1", "Eviction", Create),
        "token" => ("authentication.k8s.io", "v1", "TokenRequest", Create),
        "binding" => (null, null, "Binding", Create),
        "finalize" => (null, null, kind.Name, ["update"]),
        "log" => (null, null, kind.Name, ["get"]),
        "attach" => (null, null, "PodAttachOptions", Connect),
        "exec" => (null, null, "PodExecOptions", Connect),
        "portforward" => (null, null, "PodPortForwardOptions", Connect),
        "proxy" => (null, null, kind.Name + "ProxyOptions", Proxy),
        _ => (null, null, kind.Name, Change),
    };
}
