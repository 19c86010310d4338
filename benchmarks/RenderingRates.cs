using System.Diagnostics;
using System.Globalization;
using System.Text;
using Platform.Local.Delivery;
using Platform.Oam;

namespace Platform.Benchmarks;

/// <summary>
/// How many objects a second one core renders: an Application of 10 components with 3 traits each, for 1, 100 and 1,000 clusters, once
/// with 3 components that look at the cluster (the usual case) and once with all 10. Everything is on one thread.
/// </summary>
internal static class RenderingRates
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    public static void Run()
    {
        Console.WriteLine("10 components with 3 traits each, one thread:");
        Console.WriteLine($"  {"clusters",8} {"of 10 look at it",17} {"objects",9} {"ms a plan",10} {"objects/s",11} {"bytes/object",13}");
        foreach (var looking in new[] { 3, 10 })
        {
            foreach (var count in new[] { 1, 100, 1000 })
                Measure(looking, count);
        }
    }

    private static void Measure(int looking, int count)
    {
        var application = ApplicationParser.Parse(Document(looking)).Application!;
        var input = new DeliveryInput { Clusters = Clusters(count), Revision = "bench-v1" };
        var objects = Plan(application, input);
        for (var i = 0; i < 3; i++)
            Plan(application, input);
        var (runs, allocated, began) = (0, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        while (runs < 3 || Stopwatch.GetElapsedTime(began) < Longest)
        {
            Plan(application, input);
            runs++;
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds / runs;
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / runs / objects;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,8} {looking,17} {objects,9} {seconds * 1000,10:0.00} {objects / seconds,11:0} {bytes,13}"));
    }

    private static int Plan(Application application, DeliveryInput input)
    {
        var plan = DeliveryPlanner.Plan(application, input);
        return plan.Faults.Count == 0 ? plan.Deliveries.Sum(delivery => delivery.Objects.Count) : throw new DeliveryException(plan.Faults[0].ToString());
    }

    private static List<ClusterFacts> Clusters(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new ClusterFacts
        {
            Name = $"site-{i}",
            Labels = new Dictionary<string, string> { ["region"] = $"r{i % 7}" },
            Params = new() { ["replicas"] = 1 + (i % 5), ["registry"] = $"registry-{i % 3}.example" },
        }),
    ];

    private static string Document(int looking)
    {
        var text = new StringBuilder("apiVersion: core.oam.dev/v1beta1\nkind: Application\nmetadata: {name: bench}\nspec:\n  components:\n");
        for (var i = 0; i < 10; i++)
        {
            var (registry, replicas, host) = i < looking ? ("${cluster.params.registry}", "\"${cluster.params.replicas}\"", "web.${cluster.name}.example") : ("registry.example", "2", "web.example");
            text.Append(CultureInfo.InvariantCulture, $$$"""
                  - name: web-{{{i}}}
                    type: webservice
                    properties:
                      image: "{{{registry}}}/web:1.{{{i}}}"
                      ports: [{port: 8080, expose: true}]
                      cpu: "0.1"
                      memory: 64Mi
                      env: [{name: A, value: b}, {name: C, value: d}]
                      livenessProbe: {httpGet: {path: /healthz, port: 8080}}
                    traits:
                      - type: scaler
                        properties: {replicas: {{{replicas}}} }
                      - type: gateway
                        properties: {domain: "{{{host}}}", http: {/: 8080}, existingServiceName: "web-{{{i}}}"}
                      - {type: env, properties: {env: {E: f} } }

                """);
        }

        return text.Append("  policies:\n    - {name: all, type: topology, properties: {clusterLabelSelector: {}}}\n").ToString();
    }
}
