using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Writing;

/// <summary>The addresses and node ports of one cluster. Guarded by the cluster's gate.</summary>
internal sealed class Allocations(ClusterStore store)
{
    private readonly Dictionary<int, string> _nodePorts = [];
    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);
    private bool _read;
    private int _pods;

    public string NextServiceAddress()
    {
        Read();
        for (var i = 1; ; i++)
        {
            var address = $"10.96.{i / 250 % 250}.{i % 250 + 1}";
            if (_addresses.Add(address)) return address;
        }
    }

    public string NextPodAddress()
    {
        var n = ++_pods;
        return $"10.244.{n / 250 % 250}.{n % 250 + 1}";
    }

    public int NextNodePort()
    {
        Read();
        var port = 30000;
        while (_nodePorts.ContainsKey(port)) port++;
        _nodePorts[port] = "";
        return port;
    }

    public string? OwnerOfNodePort(int port)
    {
        Read();
        return _nodePorts.GetValueOrDefault(port) is { Length: > 0 } owner ? owner : null;
    }

    /// <summary>Keeps up with what is stored: takes what a Service has, gives back what it had.</summary>
    public void Follow(Change change)
    {
        if (change.Last.Kind is not { Group: "", Name: "Service" } || !_read) return;
        if (change.Old is not null) Forget(change.Old);
        if (change.New is not null) Take(change.New);
    }

    private void Read()
    {
        if (_read) return;
        _read = true;
        foreach (var service in store.Of(store.Kinds.Get("v1", "Service")).All) Take(service);
    }

    private void Take(StoredObject service)
    {
        var spec = service.Parse()["spec"] as JsonObject ?? [];
        if ((string?)spec["clusterIP"] is { } address) _addresses.Add(address);
        foreach (var port in ServiceStrategy.Ports(spec))
            if ((int?)port["nodePort"] is { } number) _nodePorts[number] = service.Uid;
    }

    private void Forget(StoredObject service)
    {
        var spec = service.Parse()["spec"] as JsonObject ?? [];
        if ((string?)spec["clusterIP"] is { } address) _addresses.Remove(address);
        foreach (var port in ServiceStrategy.Ports(spec))
            if ((int?)port["nodePort"] is { } number) _nodePorts.Remove(number);
    }
}
