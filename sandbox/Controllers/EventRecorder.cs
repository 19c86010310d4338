using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Store;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Controllers;

/// <summary>
/// Events as the components of Kubernetes write them: the same thing again counts up the event that is there. They go after an hour;
/// that is looked at when another is written, so that a quiet cluster has no timer for it. Under the cluster's gate.
/// </summary>
internal sealed class EventRecorder(Cluster cluster)
{
    private const int Most = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>Nobody looks who owns an event's fields, and there are more events than anything else.</summary>
    private static readonly WriteOptions Unowned = new() { Internal = true, Manager = "" };

    private readonly Dictionary<(string Uid, string Reason, string Message), string> _names = [];
    private readonly Queue<((string, string, string) Key, string Namespace, string Name, DateTimeOffset Made)> _order = new();
    private long _number;

    public void Normal(StoredObject about, string reason, string message, string component) => Write(about, "Normal", reason, message, component);

    public void Warning(StoredObject about, string reason, string message, string component) => Write(about, "Warning", reason, message, component);

    private void Write(StoredObject about, string type, string reason, string message, string component)
    {
        var kind = cluster.Store.Kinds.Get("v1", "Event");
        var ns = about.Namespace.Length == 0 ? "default" : about.Namespace;
        var key = (about.Uid, reason, message);
        if (_names.TryGetValue(key, out var name) && cluster.Store.Find(kind, ns, name) is { } known)
        {
            var again = known.Parse();
            again["count"] = again.Int("count", 1) + 1;
            again["lastTimestamp"] = cluster.Now();
            cluster.Store.Put(kind, again);
            return;
        }
        Forget();
        name = $"{about.Name}.{(cluster.Time.GetUtcNow().Ticks + _number++) & 0xffffffffffff:x}";
        try
        {
            Admission.NamespaceAllows(cluster, kind, ns, name);
            cluster.Writer.Create(kind, ns, Make(about, name, type, reason, message, component), Unowned);
        }
        catch (KubeException)
        {
            return; // The namespace is going: nobody will read it.
        }
        _names[key] = name;
        _order.Enqueue((key, ns, name, cluster.Time.GetUtcNow()));
    }

    private JsonObject Make(StoredObject about, string name, string type, string reason, string message, string component)
    {
        var o = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["involvedObject"] = new JsonObject
            {
                ["kind"] = about.Kind.Name,
                ["namespace"] = about.Namespace.Length == 0 ? null : about.Namespace,
                ["name"] = about.Name,
                ["uid"] = about.Uid,
                ["apiVersion"] = about.Kind.ApiVersion,
                ["resourceVersion"] = about.ResourceVersion.ToString(CultureInfo.InvariantCulture),
            },
            ["reason"] = reason,
            ["message"] = message,
            ["type"] = type,
            ["reportingComponent"] = component,
            ["reportingInstance"] = "",
        };
        if (component == "default-scheduler")
        {
            // The scheduler writes the newer form, which has a time instead of a count.
            o["eventTime"] = cluster.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
            o["action"] = reason == "Scheduled" ? "Binding" : "Scheduling";
            o["reportingInstance"] = "default-scheduler-control-plane";
            return o;
        }
        o["source"] = new JsonObject { ["component"] = component };
        o["firstTimestamp"] = cluster.Now();
        o["lastTimestamp"] = cluster.Now();
        o["count"] = 1;
        return o;
    }

    private void Forget()
    {
        var kind = cluster.Store.Kinds.Get("v1", "Event");
        while (_order.TryPeek(out var oldest) && (_order.Count >= Most || oldest.Made + Kept < cluster.Time.GetUtcNow()))
        {
            _order.Dequeue();
            _names.Remove(oldest.Key);
            if (cluster.Store.Find(kind, oldest.Namespace, oldest.Name) is { } gone) cluster.Store.Remove(gone);
        }
    }
}
