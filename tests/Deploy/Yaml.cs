namespace Platform.Deploy.Tests;

/// <summary>Applications for tests.</summary>
internal static class Yaml
{
    /// <summary>A webservice on the clusters of a region (or all), in one step.</summary>
    public static string Web(string name = "shop", string image = "nginx:1", string? region = null, string extra = "", string timeout = "1m", string? more = null) => $$"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata:
          name: {{name}}
          {{extra}}
        spec:
          components:
            - name: web
              type: webservice
              properties: {image: "{{image}}"}
            {{more}}
          policies:
            - name: where
              type: topology
              properties: {namespace: {{name}}, clusterLabelSelector: {{(region is null ? "{}" : $"{{region: {region}}}")}}}
          workflow:
            steps:
              - name: deploy
                type: deploy
                timeout: {{timeout}}
                properties: {policies: [where]}
        """;

    /// <summary>East, an approval, then west.</summary>
    public static string Regions(string image = "nginx:1", string timeout = "1m") => $$$$"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: shop}
        spec:
          components:
            - name: web
              type: webservice
              properties: {image: "{{{{image}}}}", ports: [{port: 80, expose: true}]}
            - name: jobs
              type: worker
              properties: {image: "busybox:1"}
          policies:
            - {name: east, type: topology, properties: {namespace: shop, clusterLabelSelector: {region: east}}}
            - {name: west, type: topology, properties: {namespace: shop, clusterLabelSelector: {region: west}}}
            - {name: more, type: override, properties: {components: [{name: web, traits: [{type: scaler, properties: {replicas: 3}}]}]}}
          workflow:
            steps:
              - {name: deploy-east, type: deploy, timeout: {{{{timeout}}}}, properties: {policies: [east]}}
              - {name: approve, type: suspend}
              - {name: deploy-west, type: deploy, timeout: {{{{timeout}}}}, properties: {policies: [west, more]}}
        """;

    /// <summary>A webservice everywhere, by a strategy (in YAML's flow style).</summary>
    public static string Waves(string strategy, string image = "nginx:1", string timeout = "1m") =>
        Web(image: image, timeout: timeout).Replace("properties: {policies: [where]}", $"properties: {{policies: [where], strategy: {strategy}}}");
}
