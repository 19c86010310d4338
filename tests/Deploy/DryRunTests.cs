namespace Platform.Deploy.Tests;

/// <summary>What a submission would do, told without doing it.</summary>
public sealed class DryRunTests
{
    [Fact]
    public async Task A_dry_run_never_shows_what_a_secret_holds()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        static string Secret(string value) => $"{{apiVersion: core.oam.dev/v1beta1, kind: Application, metadata: {{name: shop}}, spec: {{components: [{{name: key, type: raw, properties: {{apiVersion: v1, kind: Secret, data: {{k: {value}}}}}}}]}}}}";
        await host.PhaseAsync(await host.RollOutAsync(Secret("b2xk")), "succeeded");

        var answer = await host.SubmitAsync(Secret("bmV3"), "?dryRun=true");

        answer.Text.ShouldNotContain("b2xk");
        answer.Text.ShouldNotContain("bmV3");
        var cluster = answer.Json["clusters"]![0]!;
        cluster["objects"]![0]!["data"]!["k"]!.ToString().ShouldBe("***");
        cluster["diff"]![0]!["change"]!.ToString().ShouldBe("update");
        cluster["diff"]![0]!["values"]![0]!.ToJsonString().ShouldBe("""{"path":".data.k","live":"***","wanted":"***"}""");
        host["east-1"].Live("api/v1/namespaces/default/secrets/key")!["data"]!["k"]!.ToString().ShouldBe("b2xk");
    }

    [Fact]
    public async Task A_dry_run_shows_objects_and_differences_and_stores_nothing()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);

        var first = (await host.SubmitAsync(Yaml.Web(), "?dryRun=true")).Json;
        first["clusters"]!.AsArray().Select(cluster => cluster!["cluster"]!.ToString()).ShouldBe(["east-1", "west-1"]);
        first["clusters"]![0]!["namespace"]!.ToString().ShouldBe("shop");
        first["clusters"]![0]!["objects"]![0]!["kind"]!.ToString().ShouldBe("Deployment");
        first["clusters"]![0]!["diff"]![0]!["change"]!.ToString().ShouldBe("create");
        (await host.Service.GetAsync($"{DeployHost.Applications}/shop")).Status.ShouldBe(404);
        host["east-1"].Objects.ShouldBeEmpty();

        await host.PhaseAsync(await host.RollOutAsync(Yaml.Regions().Replace("- {name: approve, type: suspend}", "")), "succeeded");
        var second = (await host.SubmitAsync(Yaml.Web(image: "nginx:2"), "?dryRun=true")).Json;

        var diff = second["clusters"]![0]!["diff"]!.AsArray().ToDictionary(change => $"{change!["kind"]} {change["name"]}", change => change!);
        diff["Deployment web"]!["change"]!.ToString().ShouldBe("update");
        diff["Deployment web"]!["fields"]!.AsArray().Select(field => field!.ToString()).ShouldContain(".spec.template.spec.containers[0].image");
        diff["Deployment web"]!["values"]!.AsArray().ShouldContain(value => value!["live"]!.ToString() == "nginx:1" && value["wanted"]!.ToString() == "nginx:2");
        diff["Deployment jobs"]!["change"]!.ToString().ShouldBe("delete");
        diff["Service web"]!["change"]!.ToString().ShouldBe("delete");

        host["west-1"].Away = true;
        var third = (await host.SubmitAsync(Yaml.Web(image: "nginx:2"), "?dryRun=true")).Json;
        third["warnings"]!.AsArray().ShouldContain(warning => warning!["detail"]!.ToString().Contains("west-1"));
    }
}
