namespace Platform.Health;

internal static class ServiceRule
{
    public static HealthReport Of(LiveObject o) =>
        o.Text("spec.type") == "LoadBalancer" && !o.Items("status.loadBalancer.ingress").Any()
            ? HealthReport.Progressing("Waiting for an address from the load balancer")
            : HealthReport.Healthy();
}
