using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;

namespace Platform.Deploy.Tests;

public sealed class WorkflowTests
{
    private static string Parts(string steps, string name = "parts") => $$$"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: {{{name}}}}
        spec:
          components:
            - {name: one, type: worker, properties: {image: "a:1"}}
            - {name: two, type: worker, properties: {image: "b:1"}}
          workflow:
            steps:
              {{{steps.Replace("\n", "\n      ")}}}
        """;

    [Fact]
    public async Task Members_of_a_group_run_side_by_side_and_the_next_step_waits_for_all()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        host.Status.Sees = (_, _, component) => component == "two" ? null : (HealthStatus.Healthy, null);
        var rollout = await host.RollOutAsync(Parts("""
            - name: both
              type: step-group
              subSteps:
                - {name: first, type: apply-component, properties: {component: one}}
                - {name: second, type: apply-component, properties: {component: two}}
            - {name: said, type: print-message-in-status, properties: {message: "all there"}}
            """));

        await Wait.UntilAsync("both to be applied", () => host["east-1"].Deployment("default", "two") is not null && host["east-1"].Deployment("default", "one") is not null);
        Phases(await host.GetAsync(rollout))["said"].ShouldBe("pending");
        host.Status.Sees = (_, _, _) => (HealthStatus.Healthy, null);
        await host.Service.Bus.Publish(host.Status.Observe(host.Heard.Of<ClusterApplied>().MaxBy(applied => applied.Sequence)!)!);

        var ended = await host.PhaseAsync(rollout, "succeeded");
        Phases(ended).Values.ShouldAllBe(phase => phase == "succeeded");
        ended["steps"]!.AsArray().Single(step => step!["name"]!.ToString() == "said")!["reason"]!.ToString().ShouldBe("all there");
    }

    [Fact]
    public async Task What_a_step_gives_goes_into_what_a_later_one_applies()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var rollout = await host.RollOutAsync(Parts("""
            - {name: apply, type: apply-component, properties: {component: one}, outputs: [{name: image, valueFrom: "output.spec.template.spec.containers[0].image"}]}
            - {name: export, type: export2config, properties: {configName: seen}, inputs: [{from: image, parameterKey: data.image}]}
            - {name: secret, type: export2secret, properties: {secretName: hidden, data: {word: "open"}}}
            - {name: back, type: read-object, properties: {apiVersion: v1, kind: ConfigMap, name: seen}, outputs: [{name: read, valueFrom: output.value.data.image}]}
            - {name: say, type: print-message-in-status, properties: {message: ""}, inputs: [{from: read, parameterKey: message}]}
            """));

        var ended = await host.PhaseAsync(rollout, "succeeded");

        host["east-1"].Live("api/v1/namespaces/default/configmaps/seen")!["data"]!["image"]!.ToString().ShouldBe("a:1");
        host["east-1"].Live("api/v1/namespaces/default/secrets/hidden")!["data"]!["word"]!.ToString().ShouldBe("b3Blbg==");
        ended["steps"]!.AsArray().Last()!["reason"]!.ToString().ShouldBe("a:1");

        // They are the application's: without the steps they go.
        await host.PhaseAsync(await host.RollOutAsync(Parts("- {name: apply, type: apply-component, properties: {component: one}}")), "succeeded");
        host["east-1"].Live("api/v1/namespaces/default/configmaps/seen").ShouldBeNull();
        host["east-1"].Live("api/v1/namespaces/default/secrets/hidden").ShouldBeNull();
    }

    [Fact]
    public async Task Components_give_each_other_values_and_come_in_the_order_that_needs()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        const string Yaml = """
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata: {name: chain}
            spec:
              components:
                - {name: taker, type: worker, properties: {image: "b:1"}, inputs: [{from: said, parameterKey: image}]}
                - {name: giver, type: worker, properties: {image: "a:1"}, outputs: [{name: said, valueFrom: "output.metadata.name + \":9\""}]}
            """;

        await host.PhaseAsync(await host.RollOutAsync(Yaml), "succeeded");

        host["east-1"].Image("default", "taker").ShouldBe("giver:9");
    }

    [Fact]
    public async Task An_application_waits_for_another_one()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var rollout = await host.RollOutAsync(Parts("- {name: after, type: depends-on-app, properties: {name: base, namespace: default}}"));
        await Wait.UntilAsync("the step to wait", async () => (await host.GetAsync(rollout))["steps"]![0]!["reason"]?.ToString() == "application default/base is not there yet");

        await host.PhaseAsync(await host.RollOutAsync(Parts("- {name: a, type: apply-component, properties: {component: one}}", "base")), "succeeded");

        await host.PhaseAsync(rollout, "succeeded");
    }

    [Fact]
    public async Task A_request_is_tried_again_and_its_answer_taken_from()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:AllowLoopbackCalls", "true"));
        await using var server = await HookServer.StartAsync();
        server.Answers.Enqueue(503);
        var rollout = await host.RollOutAsync(Parts($$"""
            - {name: ask, type: request, properties: {url: "{{server.Url}}/x", method: POST, body: {a: 1} }, outputs: [{name: code, valueFrom: response.statusCode}, {name: text, valueFrom: response.body}]}
            - {name: hook, type: webhook, properties: {url: {value: "{{server.Url}}/hook"} } }
            - {name: tell, type: notification, properties: {slack: {url: {value: "{{server.Url}}/slack"}, message: {text: hello} } } }
            """));

        await host.PhaseAsync(rollout, "succeeded");

        server.Heard.Select(heard => heard.Path).ShouldBe(["/x", "/x", "/hook", "/slack"]);
        JsonNode.Parse(server.Heard[2].Body)!["metadata"]!["name"]!.ToString().ShouldBe("parts");
        JsonNode.Parse(server.Heard[3].Body)!["text"]!.ToString().ShouldBe("hello");
    }

    [Fact]
    public async Task Conditions_decide_over_what_came_of_earlier_steps_and_what_they_gave()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        host["east-1"].Before = (_, path) => Task.FromResult<(int, string, string)?>(path.EndsWith("/two", StringComparison.Ordinal) ? (422, "Invalid", "no") : null);
        var rollout = await host.RollOutAsync(Parts("""
            - {name: one, type: apply-component, properties: {component: one}, outputs: [{name: image, valueFrom: "output.spec.template.spec.containers[0].image"}]}
            - {name: taken, type: print-message-in-status, if: 'inputs.image == "a:1" && !status.one.failed', inputs: [{from: image}], properties: {message: m}}
            - {name: left, type: print-message-in-status, if: 'inputs.image != "a:1"', inputs: [{from: image}], properties: {message: m}}
            - {name: two, type: apply-component, properties: {component: two}}
            - {name: mend, type: print-message-in-status, if: status.two.failed && !status.two.timeout, properties: {message: m}}
            """));

        Phases(await host.PhaseAsync(rollout, "failed")).ShouldBe(new Dictionary<string, string>
        {
            ["one"] = "succeeded",
            ["taken"] = "succeeded",
            ["left"] = "skipped",
            ["two"] = "failed",
            ["mend"] = "succeeded",
        }, ignoreOrder: true);
        (await host.SubmitAsync(Parts("- {name: one, type: suspend, if: status.none.failed}"))).Text.ShouldContain("which doesn");
    }

    [Fact]
    public async Task A_call_to_this_machine_is_refused_unless_it_is_allowed()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await using var server = await HookServer.StartAsync();
        var rollout = await host.RollOutAsync(Parts($$"""
            - {name: ask, type: request, properties: {url: "{{server.Url}}/x"} }
            - {name: after, type: apply-component, if: always, properties: {component: one} }
            - {name: never, type: apply-component, properties: {component: two} }
            """));

        var failed = await host.PhaseAsync(rollout, "failed");

        failed["reason"]!.ToString().ShouldContain("loopback address");
        Phases(failed).ShouldBe(new Dictionary<string, string> { ["ask"] = "failed", ["after"] = "succeeded", ["never"] = "skipped" }, ignoreOrder: true);
        server.Heard.ShouldBeEmpty();
    }

    private static Dictionary<string, string> Phases(JsonNode rollout) =>
        rollout["steps"]!.AsArray().ToDictionary(step => step!["name"]!.ToString(), step => step!["phase"]!.ToString());
}
