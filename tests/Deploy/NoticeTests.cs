namespace Platform.Deploy.Tests;

/// <summary>The steps <c>webhook</c> and <c>notification</c> tell others, as the platform's notifications do.</summary>
public sealed class NoticeTests
{
    [Fact]
    public async Task A_webhook_that_is_away_is_tried_again_under_the_same_id()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:AllowLoopbackCalls", "true"));
        await using var server = await HookServer.StartAsync();
        server.Answers.Enqueue(503);

        await host.PhaseAsync(await host.RollOutAsync(Steps($$"""- {name: hook, type: webhook, properties: {url: {value: "{{server.Url}}/hook"}, data: {a: 1} } }""")), "succeeded");

        server.Heard.Select(heard => (heard.Path, heard.Body)).ShouldBe([("/hook", """{"a":1}"""), ("/hook", """{"a":1}""")]);
        server.Heard.Select(heard => heard.Id).Distinct().ShouldHaveSingleItem().ShouldNotBeNull().ShouldEndWith(".hook");
    }

    [Fact]
    public async Task A_webhook_that_refuses_ends_the_step_at_once()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:AllowLoopbackCalls", "true"));
        await using var server = await HookServer.StartAsync();
        server.Answers.Enqueue(404);

        var rollout = await host.PhaseAsync(await host.RollOutAsync(Steps($$"""- {name: hook, type: webhook, properties: {url: {value: "{{server.Url}}/hook"} } }""")), "failed");

        rollout["steps"]![0]!.ToJsonString().ShouldContain("answered 404");
        server.Heard.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_chat_that_says_no_in_its_answer_was_not_told()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:AllowLoopbackCalls", "true"));
        await using var server = await HookServer.StartAsync();
        server.Text = """{"errcode":310000,"errmsg":"keywords not in content"}""";

        var rollout = await host.RollOutAsync(Steps(
            $$"""- {name: tell, type: notification, properties: {dingding: {url: {value: "{{server.Url}}/ding"}, message: {msgtype: text, text: {content: hello} } } } }"""));

        await Wait.UntilAsync("it to be told again", () => Task.FromResult(server.Heard.Count > 1));
        server.Text = """{"errcode":0}""";
        await host.PhaseAsync(rollout, "succeeded");
    }

    [Theory]
    [InlineData("webhook", """url: {value: "http://127.0.0.1:1/x"}""")]
    [InlineData("notification", """slack: {url: {value: "http://localhost:1/x"}, message: {text: hello}}""")]
    public async Task This_machine_is_not_called_unless_allowed(string type, string properties)
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);

        var rollout = await host.PhaseAsync(await host.RollOutAsync(Steps($$"""- {name: tell, type: {{type}}, properties: { {{properties}} } }""")), "failed");

        rollout["steps"]![0]!.ToJsonString().ShouldContain("which this platform does not allow");
    }

    private static string Steps(string steps) => $$"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: told}
        spec:
          components: []
          workflow:
            steps:
              {{steps}}
        """;
}
