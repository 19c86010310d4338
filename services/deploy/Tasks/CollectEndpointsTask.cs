using System.Text.Json.Nodes;
using Platform.Deploy.Applications;
using Platform.Deploy.Applying;
using Platform.Kubernetes;
using Platform.Storage;

namespace Platform.Deploy.Tasks;

/// <summary><c>collect-service-endpoints</c>: where the Services and Ingresses of an application can be reached.</summary>
internal sealed class CollectEndpointsTask(StepClusters clusters, IDocuments<InventoryDocument> inventories) : IStepTask
{
    public string Type => "collect-service-endpoints";

    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken ct)
    {
        var key = ApplicationDocument.IdOf(context.Text("namespace") ?? context.Rollout.Namespace, context.Text("name") ?? context.Rollout.Application);
        var endpoints = new List<Endpoint>();
        var having = Find<InventoryDocument>.All.Where(inventory => inventory.ApplicationKey, key).Where(inventory => inventory.Empty, false);
        await foreach (var inventory in inventories.FindAllAsync(having, ct))
        {
            var (client, problem) = await clusters.OpenAsync(inventory.Cluster, ct);
            if (client is null)
                return problem!;
            foreach (var item in inventory.Objects.Where(item => item.Kind is "Service" or "Ingress" && IsMeant(item, context)))
            {
                if (await client.GetAsync(item.Key, ct) is { } live)
                    endpoints.AddRange((item.Kind == "Service" ? OfService(live) : OfIngress(live)).Select(found => found with { Cluster = inventory.Cluster, Component = item.Component }));
            }
        }

        var meant = endpoints.Where(endpoint => IsMeant(endpoint, context)).ToList();
        return meant.Count == 0 ? TaskResult.NotYet($"application {key} has no such endpoint yet") : Result(meant, context.Text("protocal") ?? "http");
    }

    private static TaskResult Result(List<Endpoint> found, string protocol)
    {
        var all = new JsonArray([.. found.Select(endpoint => endpoint.ToJson())]);
        var first = found[0];
        var url = $"{protocol}://{first.Host}{(first.Port is 80 or 443 ? "" : $":{first.Port}")}{first.Path}";
        var value = new JsonObject { ["endpoints"] = all, ["endpoint"] = first.ToJson(), ["url"] = url };
        return TaskResult.Done(url, new() { ["value"] = value, ["outputs"] = value.DeepClone() });
    }

    private static bool IsMeant(InventoryObject item, TaskContext context) =>
        context.Properties["components"] is not JsonArray { Count: > 0 } names || names.Any(name => name?.ToString() == item.Component);

    private static bool IsMeant(Endpoint endpoint, TaskContext context) =>
        (context.Properties["port"] is not { } port || port.GetValue<long>() == endpoint.Port)
        && (context.Text("portName") is not { } name || name == endpoint.PortName)
        && (context.Properties["outer"]?.GetValue<bool>() != true || endpoint.Outer);

    private static IEnumerable<Endpoint> OfService(JsonObject live)
    {
        var (name, ns) = (live["metadata"]!["name"]!.ToString(), live["metadata"]!["namespace"]?.ToString());
        var addresses = (live["status"]?["loadBalancer"]?["ingress"] as JsonArray ?? []).Select(item => (item?["ip"] ?? item?["hostname"])?.ToString()).OfType<string>().ToList();
        foreach (var port in (live["spec"]?["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var number = (long)port["port"]!.GetValue<double>();
            foreach (var host in addresses.DefaultIfEmpty($"{name}.{ns}"))
                yield return new(host, number, port["name"]?.ToString(), "", Outer: addresses.Count > 0);
        }
    }

    private static IEnumerable<Endpoint> OfIngress(JsonObject live)
    {
        var addresses = (live["status"]?["loadBalancer"]?["ingress"] as JsonArray ?? []).Select(item => (item?["ip"] ?? item?["hostname"])?.ToString());
        var secure = live["spec"]?["tls"] is JsonArray { Count: > 0 };
        foreach (var rule in (live["spec"]?["rules"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var host = rule["host"]?.ToString() ?? addresses.FirstOrDefault();
            foreach (var path in (rule["http"]?["paths"] as JsonArray ?? []).Where(_ => host is not null))
                yield return new(host!, secure ? 443 : 80, secure ? "https" : "http", path?["path"]?.ToString() is { Length: > 1 } there ? there : "", Outer: true);
        }
    }

    private sealed record Endpoint(string Host, long Port, string? PortName, string Path, bool Outer, string Cluster = "", string Component = "")
    {
        public JsonObject ToJson() => new()
        {
            ["endpoint"] = new JsonObject { ["host"] = Host, ["port"] = Port, ["portName"] = PortName, ["path"] = Path, ["inner"] = !Outer },
            ["ref"] = new JsonObject { ["cluster"] = Cluster, ["component"] = Component },
        };
    }
}
