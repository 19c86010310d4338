using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;

namespace Platform.Deploy.Tests;

/// <summary>Components of one deploy step that need each other come one after the other, each cluster with its own values.</summary>
public sealed class DependencyTests
{
    private const string Yaml = """
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: chain}
        spec:
          components:
            - name: taker
              type: k8s-objects
              inputs: [{from: id, parameterKey: "objects[0].data.id"}]
              properties: {objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: taken}, data: {}}]}
            - name: scaled
              type: worker
              properties: {image: "b:1"}
              inputs: [{from: copies}]
              traits: [{type: scaler, properties: {replicas: "${inputs.copies}"}}]
            - name: giver
              type: k8s-objects
              properties: {objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: given}, data: {a: b}}]}
              outputs: [{name: id, valueFrom: output.metadata.uid}, {name: copies, valueFrom: "3"}]
          policies: [{name: everywhere, type: topology, properties: {clusterLabelSelector: {}}}]
        """;

    [Fact]
    public async Task A_component_of_a_deploy_step_takes_what_another_one_gives_on_the_same_cluster()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);

        await host.PhaseAsync(await host.RollOutAsync(Yaml), "succeeded");

        foreach (var cluster in new[] { "east-1", "west-1" })
        {
            var given = host[cluster].Live("api/v1/namespaces/default/configmaps/given")!;
            host[cluster].Live("api/v1/namespaces/default/configmaps/taken")!["data"]!["id"]!.ToString().ShouldBe(given["metadata"]!["uid"]!.ToString());
            host[cluster].Deployment("default", "scaled")!["spec"]!["replicas"]!.GetValue<int>().ShouldBe(3);
        }
    }

    [Fact]
    public async Task It_comes_when_the_other_one_is_well()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        host.Status.Sees = (_, _, component) => component == "giver" ? (HealthStatus.Progressing, "not yet") : (HealthStatus.Healthy, null);
        var rollout = await host.RollOutAsync(Yaml);
        await Wait.UntilAsync("the first to be waited for", () => SaysAsync(host, rollout, "giver: Progressing: not yet"));
        host["east-1"].Live("api/v1/namespaces/default/configmaps/taken").ShouldBeNull();

        host.Status.Sees = (_, _, _) => (HealthStatus.Healthy, null);
        await host.Service.Bus.Publish(host.Status.Observe(host.Heard.Of<ClusterApplied>().MaxBy(applied => applied.Sequence)!)!);

        await host.PhaseAsync(rollout, "succeeded");
        host["east-1"].Live("api/v1/namespaces/default/configmaps/taken").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_value_that_never_comes_is_told_and_fails_the_step_in_time()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:StepTimeout", "00:00:04"));

        var rollout = await host.RollOutAsync(Yaml.Replace("output.metadata.uid", "output.status.phase", StringComparison.Ordinal));

        await Wait.UntilAsync("it to be told", () => SaysAsync(host, rollout, "waits for output 'id' of component 'giver': there is no output.status.phase yet"));
        await host.PhaseAsync(rollout, "failed");
        host["east-1"].Live("api/v1/namespaces/default/configmaps/taken").ShouldBeNull();
    }

    private static async Task<bool> SaysAsync(DeployHost host, string rollout, string message) =>
        (await host.GetAsync(rollout))["clusters"]!.AsArray().Any(cluster => cluster!["message"]?.ToString() == message);
}
