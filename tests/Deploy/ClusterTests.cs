using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Clusters;
using Platform.Hosting;

namespace Platform.Deploy.Tests;

public sealed class ClusterTests
{
    [Fact]
    public async Task A_cluster_is_registered_probed_and_shown_without_its_credentials()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);

        await Wait.UntilAsync("the probe", async () => (await host.GetAsync("clusters/east-1"))["version"]?.ToString() == "v1.36.0");

        var answer = await host.Service.GetAsync("clusters/east-1");
        answer.Json["reachable"]!.GetValue<bool>().ShouldBeTrue();
        answer.Json["labels"]!["region"]!.ToString().ShouldBe("east");
        answer.Json["breaker"]!["state"]!.ToString().ShouldBe("closed");
        answer.Text.ShouldNotContain("secret-token");
        answer.Text.ShouldNotContain("kubeconfig", Case.Insensitive);
        (await host.Service.Documents<ClusterDocument>().GetAsync("east-1", TestContext.Current.CancellationToken))!.EncryptedKubeconfig.ShouldNotContain("token");
        await Wait.UntilAsync("the version to be told", () => host.Heard.Of<ClusterChanged>().Any(changed => changed.Version == "v1.36.0"));
        var credentials = host.Heard.Of<ClusterCredentialsChanged>().ShouldHaveSingleItem();
        credentials.EncryptedKubeconfig.ShouldNotContain("secret-token");
        ((MasterKey)host.Service.Services.GetService(typeof(MasterKey))!).DecryptText(credentials.EncryptedKubeconfig, ClusterCredentialsChanged.Purpose).ShouldContain("secret-token");
        host.Heard.Of<ClusterRegistered>().ShouldHaveSingleItem().Cluster.ShouldBe("east-1");
    }

    [Fact]
    public async Task Objects_are_written_in_the_versions_that_the_cluster_served_when_it_was_probed()
    {
        await using var host = await DeployHost.StartAsync([]);
        await using var old = await TestCluster.StartAsync("old");
        old.MoreGroups = """,{"metadata":{"name":"batch"},"versions":[{"version":"v1beta1","resources":[{"resource":"cronjobs","responseKind":{"kind":"CronJob"},"scope":"Namespaced","verbs":["patch"]}]}]}""";
        (await host.PutAsync("clusters/old", new JsonObject { ["kubeconfig"] = old.Kubeconfig })).Status.ShouldBe(201);
        await Wait.UntilAsync("the probe", async () => (await host.GetAsync("clusters/old"))["version"] is not null);

        var answer = await host.SubmitAsync("""
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata: {name: nightly}
            spec:
              components:
                - {name: nightly, type: cron-task, properties: {image: busybox, schedule: "0 1 * * *"}}
            """, "?dryRun=true");

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json["clusters"]![0]!["objects"]![0]!["apiVersion"]!.ToString().ShouldBe("batch/v1beta1");
    }

    [Fact]
    public async Task A_cluster_that_can_not_be_reached_can_be_registered()
    {
        await using var host = await DeployHost.StartAsync([]);
        await using var gone = await TestCluster.StartAsync("gone");
        gone.Away = true;

        (await host.PutAsync("clusters/gone", new JsonObject { ["kubeconfig"] = gone.Kubeconfig })).Status.ShouldBe(201);

        await Wait.UntilAsync("the probe to fail", async () => (await host.GetAsync("clusters/gone"))["reachable"]?.GetValue<bool>() == false);
        (await host.GetAsync("clusters/gone"))["message"]!.ToString().ShouldNotBeEmpty();
        gone.Away = false;
        await Wait.UntilAsync("the cluster to be back", async () => (await host.GetAsync("clusters/gone"))["reachable"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_hostile_kubeconfig_and_wrong_names_are_all_told_and_nothing_is_stored()
    {
        await using var host = await DeployHost.StartAsync([]);
        const string kubeconfig = """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://10.0.0.1:6443"}}]
            users:
              - name: u
                user: {exec: {command: touch, args: ["/tmp/ran"]}}
            """;

        var answer = await host.PutAsync("clusters/Not.A.Label", new JsonObject
        {
            ["kubeconfig"] = kubeconfig,
            ["labels"] = new JsonObject { ["a b"] = "c" },
            ["namespaceDefault"] = "NS",
        });

        answer.Status.ShouldBe(422, answer.Text);
        answer.Errors.Select(error => error.Path).ShouldBe(["/name", "/labels/a b", "/namespaceDefault", "/kubeconfig/users/0/user/exec"]);
        (await host.Service.GetAsync("clusters/Not.A.Label")).Status.ShouldBe(404);
        (await host.PutAsync("clusters/none", new JsonObject())).Errors.ShouldHaveSingleItem().Path.ShouldBe("/kubeconfig");
    }

    [Fact]
    public async Task What_a_cluster_does_not_have_is_refused_and_what_was_got_may_be_put_back()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);

        var answer = await host.PutAsync("clusters/east-1", new JsonObject { ["params"] = new JsonObject { ["zone"] = "a" }, ["kubeconfigText"] = "", ["a/b"] = 1 });

        answer.Status.ShouldBe(422, answer.Text);
        answer.Errors.Select(error => error.Path).ShouldBe(["/params", "/kubeconfigText", "/a~1b"]);
        answer.Errors[0].Detail.ShouldContain("parameters");
        var known = await host.GetAsync("clusters/east-1");
        known["labels"]!["region"]!.ToString().ShouldBe("east");
        known["parameters"]!["zone"] = "b";
        (await host.PutAsync("clusters/east-1", known)).Status.ShouldBe(200);
        (await host.GetAsync("clusters/east-1"))["parameters"]!["zone"]!.ToString().ShouldBe("b");
    }

    [Fact]
    public async Task Two_who_change_a_cluster_do_not_overwrite_each_other()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        using var http = new HttpClient();

        async Task<int> PutAsync(string etag)
        {
            var tokens = (IdentityTokens)host.Service.Services.GetService(typeof(IdentityTokens))!;
            using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(host.Service.Address, "/api/v1/clusters/east-1"));
            request.Headers.Add(IdentityTokens.Header, tokens.Issue(new Identity("a-tester", "key", [new RoleGrant(Role.Infra)])));
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(etag));
            request.Content = new StringContent("""{"labels":{"region":"north"}}""", MediaTypeHeaderValue.Parse("application/json"));
            return (int)(await http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
        }

        (await PutAsync("\"7\"")).ShouldBe(412);
        (await PutAsync("\"1\"")).ShouldBe(200);
        (await PutAsync("\"1\"")).ShouldBe(412);
        (await host.GetAsync("clusters/east-1"))["labels"]!["region"]!.ToString().ShouldBe("north");
    }

    [Fact]
    public async Task A_cluster_in_use_stays_and_one_that_is_not_goes()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(region: "east")), "succeeded");

        var refused = await host.Service.SendAsync(HttpMethod.Delete, "clusters/east-1", role: Role.Infra);
        refused.Status.ShouldBe(409);
        refused.Detail!.ShouldContain("default/shop");

        (await host.Service.SendAsync(HttpMethod.Delete, "clusters/west-1", role: Role.Infra)).Status.ShouldBe(204);
        (await host.Service.GetAsync("clusters/west-1")).Status.ShouldBe(404);
        await Wait.UntilAsync("everyone to be told", () => host.Heard.Of<ClusterCredentialsChanged>().Any(changed => changed is { Cluster: "west-1", Removed: true }));
        await Wait.UntilAsync("the news of its end", () => host.Heard.Of<ClusterUnregistered>().Any());
        host.Heard.Of<ClusterUnregistered>().ShouldHaveSingleItem();

        // Registered anew, its credentials are newer than the news of their end.
        (await host.PutAsync("clusters/west-1", new JsonObject { ["kubeconfig"] = host["west-1"].Kubeconfig })).Status.ShouldBe(201);
        await Wait.UntilAsync("the new credentials", () => host.Heard.Of<ClusterCredentialsChanged>().Count(changed => changed.Cluster == "west-1") == 3);
        host.Heard.Of<ClusterCredentialsChanged>().Where(changed => changed.Cluster == "west-1").MaxBy(changed => changed.Generation)!.Removed.ShouldBeFalse();
    }

    [Fact]
    public async Task Only_infra_registers_clusters()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        (await host.PutAsync("clusters/east-1", new JsonObject(), Role.Operator)).Status.ShouldBe(403);
        (await host.Service.SendAsync(HttpMethod.Post, DeployHost.Applications, Yaml.Web(), Role.Developer, "application/yaml")).Status.ShouldBe(403);
    }
}
