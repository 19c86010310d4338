using System.Text;

namespace Platform.Benchmarks.Sandbox;

/// <summary>The objects of small applications, five each, as a platform applies them.</summary>
internal static class Objects
{
    private static readonly (string Prefix, string Resource, string Version, string Kind, string Content)[] Templates =
    [
        ("api/v1", "configmaps", "v1", "ConfigMap", """ "data":{"settings":"a: CHANGE\nb: 2\n","level":"info"} """),
        ("api/v1", "serviceaccounts", "v1", "ServiceAccount", """ "automountServiceAccountToken":false """),
        ("api/v1", "services", "v1", "Service", """ "spec":{"selector":{"app":"NAME"},"ports":[{"name":"http","port":80,"targetPort":8080}]} """),
        ("apis/apps/v1", "deployments", "apps/v1", "Deployment", """
            "spec":{"replicas":REPLICAS,"selector":{"matchLabels":{"app":"NAME"}},"template":{"metadata":{"labels":{"app":"NAME"}},"spec":{
            "containers":[{"name":"main","image":"example.test/NAME:1","ports":[{"name":"http","containerPort":8080}],"env":[{"name":"LEVEL","value":"info"},{"name":"PORT","value":"8080"}],
            "resources":{"requests":{"cpu":"50m","memory":"64Mi"},"limits":{"memory":"128Mi"}},"readinessProbe":{"httpGet":{"path":"/ready","port":"http"}}}]}}}
            """),
        ("apis/networking.k8s.io/v1", "ingresses", "networking.k8s.io/v1", "Ingress", """
            "spec":{"rules":[{"host":"NAME.example.test","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"NAME","port":{"name":"http"}}}}]}}]}
            """),
    ];

    public static int PerApplication => Templates.Length;

    public static int PerDelivery => 3;

    /// <summary>An application without Pods: what is measured is the API.</summary>
    /// <param name="change">Objects with another change differ in a label and a value.</param>
    public static IEnumerable<(string Path, byte[] Body)> Application(int number, int change) => Make(number, change, Templates, replicas: 0);

    /// <summary>What the platform's Deploy sends for a small application, whose Deployment rolls out two Pods.</summary>
    public static IEnumerable<(string Path, byte[] Body)> Delivery(int number, int change) =>
        Make(number, change, Templates.Where(t => t.Kind is "ConfigMap" or "Service" or "Deployment"), replicas: 2);

    private static IEnumerable<(string Path, byte[] Body)> Make(int number, int change, IEnumerable<(string Prefix, string Resource, string Version, string Kind, string Content)> templates, int replicas)
    {
        foreach (var (prefix, resource, version, kind, content) in templates)
        {
            var text = $$$"""{"apiVersion":"{{{version}}}","kind":"{{{kind}}}","metadata":{"name":"NAME","labels":{"app":"NAME","core.oam.dev/name":"NAME","change":"cCHANGE"}},{{{content}}} }"""
                .Replace("NAME", $"app-{number}", StringComparison.Ordinal).Replace("CHANGE", $"{change}", StringComparison.Ordinal)
                .Replace("REPLICAS", $"{replicas}", StringComparison.Ordinal);
            yield return ($"/{prefix}/namespaces/default/{resource}/app-{number}", Encoding.UTF8.GetBytes(text));
        }
    }
}
