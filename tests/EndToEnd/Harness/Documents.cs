namespace Platform.EndToEnd.Tests.Harness;

/// <summary>Applications for tests, as small as each needs; each in a namespace of its own on the clusters, so that tests do not meet there.</summary>
internal static class Documents
{
    /// <summary>One webservice to every cluster, or to those of <paramref name="region"/>, or to <paramref name="clusters"/>.</summary>
    public static string WebService(string name, string image = "nginx:1.25", string? region = null, string[]? clusters = null, string? timeout = null) => $"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata:
          name: {name}
        spec:
          components:
            - name: web
              type: webservice
              properties:
                image: {image}
                ports: [{'{'}port: 80, expose: true{'}'}]
              traits:
                - type: scaler
                  properties: {'{'}replicas: 2{'}'}
          policies:
            - name: where
              type: topology
              properties:
                namespace: {name}
                {Where(region, clusters)}
          workflow:
            steps:
              - name: deploy
                type: deploy
                {(timeout is null ? "" : $"timeout: {timeout}")}
                properties: {'{'}policies: [where]{'}'}
        """;

    /// <summary>East first, west after approval.</summary>
    public static string TwoRegions(string name) => $"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata:
          name: {name}
        spec:
          components:
            - name: web
              type: webservice
              properties: {'{'}image: "nginx:1.25", ports: [{'{'}port: 80, expose: true{'}'}]{'}'}
            - name: jobs
              type: worker
              properties: {'{'}image: "busybox:1.36", cmd: [sleep, "1d"]{'}'}
          policies:
            - name: east
              type: topology
              properties: {'{'}namespace: {name}, clusterLabelSelector: {'{'}region: east{'}'}{'}'}
            - name: west
              type: topology
              properties: {'{'}namespace: {name}, clusterLabelSelector: {'{'}region: west{'}'}{'}'}
            - name: more
              type: override
              properties:
                components:
                  - name: web
                    traits: [{'{'}type: scaler, properties: {'{'}replicas: 3{'}'}{'}'}]
          workflow:
            steps:
              - {'{'}name: deploy-east, type: deploy, properties: {'{'}policies: [east]{'}'}{'}'}
              - {'{'}name: approve, type: suspend{'}'}
              - {'{'}name: deploy-west, type: deploy, properties: {'{'}policies: [west, more]{'}'}{'}'}
        """;

    private static string Where(string? region, string[]? clusters)
    {
        if (clusters is not null)
            return $"clusters: [{string.Join(", ", clusters)}]";
        return region is null ? "clusterLabelSelector: {}" : $"clusterLabelSelector: {{region: {region}}}";
    }
}
