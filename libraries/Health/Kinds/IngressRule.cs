namespace Platform.Health;

internal static class IngressRule
{
    public static HealthReport Of(LiveObject o) =>
        o.Items("status.loadBalancer.ingress").Any() ? HealthReport.Healthy() : HealthReport.Progressing("Waiting for an address from the ingress controller");
}
