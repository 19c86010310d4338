using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Deploy.Planning;
using Platform.Deploy.Planning.Fetching;
using Platform.Hosting;
using Platform.Oci;
using Platform.Storage;

namespace Platform.Deploy.Tests;

/// <summary>Kustomize trees, manifests and configuration of packages, delivered.</summary>
public sealed class PackagedContentTests
{
    private const string Deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, image: nginx}]}}}\n";

    [Fact]
    public async Task A_tree_is_built_with_the_applications_layer_over_it()
    {
        Tool.Require("kubectl");
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PackageAsync("1.0.0", await host.StoreTreeAsync(
            ("base/kustomization.yaml", "resources: [web.yaml]\nconfigMapGenerator: [{name: settings, literals: [a=b]}]\n"),
            ("base/web.yaml", Deployment),
            ("prod/kustomization.yaml", "resources: [../base]\nnamePrefix: prod-\n")));

        await host.PhaseAsync(await host.RollOutAsync(Contents.Application(type: "kustomize", properties: """
            {path: prod, nameSuffix: -x, images: [{name: nginx, newTag: "1.27"}], patches: [{patch: {apiVersion: apps/v1, kind: Deployment, metadata: {name: prod-web}, spec: {replicas: 3}}, target: {kind: Deployment}}]}
            """)), "succeeded");

        var live = host["east-1"].Deployment("shop", "prod-web-x").ShouldNotBeNull();
        live["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString().ShouldBe("nginx:1.27");
        ((int)live["spec"]!["replicas"]!).ShouldBe(3);
        live["metadata"]!["labels"]!["app.oam.dev/resourceType"]!.ToString().ShouldBe("WORKLOAD");
        host["east-1"].Objects.Keys.ShouldContain(path => path.Contains("configmaps/prod-settings-x"));
    }

    [Fact]
    public async Task Manifests_are_taken_from_the_package_in_order_and_pruned_when_they_leave_it()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        async Task DeliverAsync(string version, string manifests)
        {
            await host.PackageAsync(version, await host.StoreAsync("web", "k8s-objects", PackageNames.ManifestsContent, Encoding.UTF8.GetBytes(manifests)));
            await host.PhaseAsync(await host.RollOutAsync(Contents.Application(version, "k8s-objects")), "succeeded");
        }

        await DeliverAsync("1.0.0", $"{Deployment}---\napiVersion: v1\nkind: List\nitems:\n- {{apiVersion: v1, kind: ConfigMap, metadata: {{name: one}}}}\n- {{apiVersion: v1, kind: ConfigMap, metadata: {{name: two}}}}\n");
        host["east-1"].Objects.Keys.Select(path => path.Split('/')[^1]).ShouldBe(["shop", "web", "one", "two"], ignoreOrder: true);

        await DeliverAsync("1.1.0", Deployment);
        host["east-1"].Objects.Keys.Select(path => path.Split('/')[^1]).ShouldBe(["shop", "web"], ignoreOrder: true);
    }

    [Fact]
    public async Task Configuration_is_delivered_and_its_secrets_are_seen_by_nobody_else()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var key = host.Service.Services.GetRequiredService<MasterKey>();
        var content = $"apiVersion: v1\nkind: Secret\nmetadata: {{name: passwords}}\nstringData: {{db: {key.Encrypt("hunter2", "component-source")}}}\n";
        await host.PackageAsync("1.0.0", await host.StoreAsync("web", "config", PackageNames.ConfigContent, Encoding.UTF8.GetBytes(content)));
        var application = Contents.Application(type: "config", properties: "{data: {more: of-the-operator}}");

        var dry = await host.SubmitAsync(application, "?dryRun=true");
        dry.Status.ShouldBe(200, dry.Text);
        dry.Text.ShouldNotContain("hunter2");
        dry.Text.ShouldNotContain(Convert.ToBase64String("hunter2"u8));
        dry.Text.ShouldNotContain(Convert.ToBase64String("of-the-operator"u8));
        await host.PhaseAsync(await host.RollOutAsync(application), "succeeded");

        host["east-1"].Live("api/v1/namespaces/shop/secrets/passwords")!["data"]!.ToJsonString()
            .ShouldBe(new JsonObject { ["db"] = Convert.ToBase64String("hunter2"u8), ["more"] = Convert.ToBase64String("of-the-operator"u8) }.ToJsonString());
        foreach (var file in Directory.EnumerateFiles(host.DataPath, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var text = await ReadAsync(file);
            text.Contains("hunter2", StringComparison.Ordinal).ShouldBeFalse(file);
            text.Contains(Convert.ToBase64String("hunter2"u8), StringComparison.Ordinal).ShouldBeFalse(file);
        }
    }

    [Fact]
    public async Task Defaults_of_the_package_lie_under_what_the_application_says_and_both_fit_its_schema()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PackageAsync("1.0.0", new Contracts.Package.V1.PackagedComponent
        {
            Component = "web",
            Type = "webservice",
            Digest = "sha256:c",
            Images = ["r/web@sha256:1"],
            Properties = """{"cpu":"100m","env":[{"name":"A","value":"package"}],"ports":[{"port":80}]}""",
            ParameterSchema = """{"type":"object","properties":{"cpu":{"type":"string","enum":["100m","200m"]}}}""",
        });

        await host.PhaseAsync(await host.RollOutAsync(Contents.Application(type: "webservice", properties: "{cpu: 200m, image: 'ignored:1'}")), "succeeded");

        var container = host["east-1"].Deployment("shop", "web")!["spec"]!["template"]!["spec"]!["containers"]![0]!;
        container["image"]!.ToString().ShouldBe("r/web@sha256:1");
        container["resources"]!["limits"]!["cpu"]!.ToString().ShouldBe("200m");
        container["env"]![0]!["value"]!.ToString().ShouldBe("package");

        (await host.SubmitAsync(Contents.Application(type: "webservice", properties: "{cpu: '3'}"))).Errors.ShouldHaveSingleItem()
            .ShouldBe(("/spec/components/0/properties/cpu", "'3' isn't allowed here; it has to be '100m' or '200m'"));
        (await host.SubmitAsync(Contents.Application(type: "worker"))).Errors.ShouldHaveSingleItem()
            .ShouldBe(("/spec/components/0/type", "component 'web' is of type 'worker', but the application package holds it as 'webservice': let them be the same"));
    }

    [Fact]
    public async Task A_revision_stays_what_it_was_when_its_package_is_gone_and_the_store_too()
    {
        Tool.Require("helm");
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var chart = Contents.Chart().With(("web/templates/random.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: random}\ndata: {text: {{ randAlphaNum 20 }}}\n"));
        await host.PackageAsync("1.0.0", await host.StoreChartAsync(chart));
        string Random() => host["east-1"].Live("api/v1/namespaces/shop/configmaps/random")!["data"]!["text"]!.ToString();
        await host.PhaseAsync(await host.RollOutAsync(Contents.Application()), "succeeded");
        var first = Random();

        // The same rendering in the next revision: what a chart draws by lot doesn't change with every delivery.
        Directory.Delete(System.IO.Path.Combine(host.DataPath, "artifacts"), recursive: true);
        await host.RestartAsync();
        var yaml = Contents.Application().Replace("metadata:\n", "metadata:\n  labels: {changed: 'yes'}\n", StringComparison.Ordinal);
        await host.PhaseAsync(await host.RollOutAsync(yaml), "succeeded");

        host["east-1"].Live("api/v1/namespaces/shop/configmaps/random")!["metadata"]!["labels"]!["changed"]!.ToString().ShouldBe("yes");
        Random().ShouldBe(first);
    }

    [Fact]
    public async Task Planning_that_was_broken_off_comes_to_the_same_plan()
    {
        Tool.Require("helm");
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:Watchdog", "00:00:01"));
        var chart = Contents.Chart().With(("web/templates/random.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: random}\ndata: {text: {{ randAlphaNum 20 }}}\n"));
        await host.PackageAsync("1.0.0", await host.StoreChartAsync(chart));
        await host.PhaseAsync(await host.RollOutAsync(Contents.Application()), "succeeded");
        var (rollouts, planner) = (host.Service.Documents<Rollouts.RolloutDocument>(), host.Service.Services.GetRequiredService<ApplyPlanner>());
        var ct = TestContext.Current.CancellationToken;
        var rollout = (await rollouts.FindAsync(Find<Rollouts.RolloutDocument>.All, ct)).Items.ShouldHaveSingleItem();

        await planner.PlanAsync(rollout, ct);
        await planner.PlanAsync(rollout, ct);

        (await host.Service.Documents<PlanDocument>().CountAsync(Find<PlanDocument>.All, ct)).ShouldBe(1);
        (await host.Service.Documents<AnswerDocument>().CountAsync(Find<AnswerDocument>.All, ct)).ShouldBe(2);
    }

    private static async Task<string> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
