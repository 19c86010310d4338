using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>A Pod behind a Service.</summary>
internal sealed class ServiceEndpoint
{
    private readonly JsonObject _pod;
    private readonly bool _isReady, _evenNotReady;

    public ServiceEndpoint(StoredObject pod, JsonObject service)
    {
        (Pod, _pod) = (pod, pod.Parse());
        Address = _pod["status"].Text("podIP");
        _isReady = _pod.IsTrue("Ready");
        _evenNotReady = service.Spec().Flag("publishNotReadyAddresses");
        Ports = new JsonArray([.. service.Spec().List("ports").Select(Port).OfType<JsonNode>()]).ToJsonString();
    }

    public StoredObject Pod { get; }

    public string? Address { get; }

    /// <summary>The ports as JSON: named target ports may be others on another Pod.</summary>
    public string Ports { get; }

    public JsonNode ForSlice()
    {
        var endpoint = new JsonObject
        {
            ["addresses"] = new JsonArray(Address),
            ["conditions"] = new JsonObject { ["ready"] = (_isReady && !Pod.Deleting) || _evenNotReady, ["serving"] = _isReady, ["terminating"] = Pod.Deleting },
        };
        if (_pod.Spec().Text("hostname") is { } host && _pod.Spec().Text("subdomain") is not null) endpoint["hostname"] = host;
        endpoint["targetRef"] = Target();
        endpoint["nodeName"] = Pod.NodeName;
        return endpoint;
    }

    public static JsonNode Subset(IEnumerable<ServiceEndpoint> endpoints, string ports)
    {
        var subset = new JsonObject();
        foreach (var (field, isReady) in new[] { ("addresses", true), ("notReadyAddresses", false) })
        {
            var addresses = endpoints.Where(e => (e._isReady || e._evenNotReady) == isReady)
                .Select(e => (JsonNode)new JsonObject { ["ip"] = e.Address, ["nodeName"] = e.Pod.NodeName, ["targetRef"] = e.Target() }).ToArray();
            if (addresses.Length > 0) subset[field] = new JsonArray(addresses);
        }
        subset["ports"] = JsonNode.Parse(ports);
        return subset;
    }

    private JsonObject Target() => new() { ["kind"] = "Pod", ["namespace"] = Pod.Namespace, ["name"] = Pod.Name, ["uid"] = Pod.Uid };

    private JsonObject? Port(JsonObject port)
    {
        var target = port["targetPort"] ?? port["port"];
        var number = target is JsonValue v && v.TryGetValue<string>(out var name)
            ? _pod.Spec().List("containers").SelectMany(c => c.List("ports")).FirstOrDefault(p => p.Text("name") == name)?["containerPort"]?.DeepClone()
            : target?.DeepClone();
        return number is null ? null : new JsonObject { ["name"] = port.Text("name") ?? "", ["protocol"] = port.Text("protocol") ?? "TCP", ["port"] = number };
    }
}
