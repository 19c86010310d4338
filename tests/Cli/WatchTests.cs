using Shouldly;

namespace Platform.Cli.Tests;

/// <summary>Following something to its end.</summary>
public sealed class WatchTests
{
    private const string Running = """
        {"id":"r1","application":"shop","revision":3,"phase":"running","steps":[{"name":"deploy","type":"deploy","phase":"running"}],
         "clusters":[{"cluster":"east-1","step":"deploy","phase":"applying","applied":2,"total":5}]}
        """;

    private const string Suspended = """{"id":"r1","application":"shop","revision":3,"phase":"suspended","steps":[{"name":"ask","type":"suspend","phase":"suspending"}]}""";

    private const string Succeeded = """
        {"id":"r1","application":"shop","revision":3,"phase":"succeeded","steps":[{"name":"deploy","type":"deploy","phase":"succeeded"}],
         "clusters":[{"cluster":"east-1","step":"deploy","phase":"healthy","applied":5,"total":5}]}
        """;

    private const string Failed = """
        {"id":"r1","application":"shop","revision":3,"phase":"failed","steps":[{"name":"deploy","type":"deploy","phase":"failed","reason":"timeout"}],
         "clusters":[{"cluster":"east-1","step":"deploy","phase":"failed","applied":5,"total":5,"message":"pod web-1: ImagePullBackOff"}]}
        """;

    [Fact]
    public async Task What_changes_is_printed_once_and_the_end_is_the_rollouts()
    {
        var run = await CommandLine.RunAsync(["rollout", "watch", "r1"], FakeServer.Of(Running, Running, Suspended, Succeeded));

        run.Code.ShouldBe(0);
        Without(run.Out).ShouldBe("""
            rollout r1 of shop revision 3: running
            step deploy: running
            cluster deploy/east-1: applying, 2/5
            rollout r1 of shop revision 3: suspended
            step ask: suspending
            waiting; to go on: platform rollout approve r1
            rollout r1 of shop revision 3: succeeded
            step deploy: succeeded
            cluster deploy/east-1: healthy, 5/5

            """);
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("cancelled")]
    [InlineData("rolledBack")]
    [InlineData("superseded")]
    public async Task Any_other_end_is_a_failure(string phase)
    {
        var run = await CommandLine.RunAsync(["rollout", "watch", "r1"], FakeServer.Of(Running, Failed.Replace("\"phase\":\"failed\",\"steps\"", $"\"phase\":\"{phase}\",\"steps\"", StringComparison.Ordinal)));

        run.Code.ShouldBe(1);
        run.Error.ShouldBe($"rollout r1 of shop revision 3: {phase}\n  step deploy: timeout\n  cluster east-1: pod web-1: ImagePullBackOff\n");
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_moment_is_waited_for()
    {
        var run = await CommandLine.RunAsync(["rollout", "watch", "r1"], FakeServer.Of(Running, null, null, null, Succeeded));

        run.Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_stays_away_ends_the_watch_as_unreachable()
    {
        var run = await CommandLine.RunAsync(["rollout", "watch", "r1"], FakeServer.Of(Running, null));

        run.Code.ShouldBe(3);
        run.Error.ShouldContain("can't be reached");
    }

    [Fact]
    public async Task A_watch_with_a_time_ends_when_it_is_up()
    {
        var run = await CommandLine.RunAsync(["rollout", "watch", "r1", "--timeout", "90s"], FakeServer.Of(Running));

        run.Code.ShouldBe(1);
        run.Error.ShouldContain("it goes on");
    }

    [Fact]
    public async Task On_a_terminal_the_picture_is_redrawn()
    {
        var run = await CommandLine.RunAsync(["rollout", "watch", "r1"], FakeServer.Of(Running, Succeeded), terminal: true);

        run.Code.ShouldBe(0);
        run.Out.ShouldContain("\e[");
        run.Out.ShouldContain("east-1");
        run.Out.ShouldContain("5/5");
    }

    [Fact]
    public async Task As_json_only_the_end_is_on_standard_output()
    {
        var run = await CommandLine.RunAsync(["rollout", "watch", "r1", "-o", "json"], FakeServer.Of(Running, Failed));

        run.Code.ShouldBe(1);
        System.Text.Json.Nodes.JsonNode.Parse(run.Out)!["phase"]!.ToString().ShouldBe("failed");
        run.Error.ShouldContain("step deploy: running");
    }

    [Fact]
    public async Task A_submission_that_waits_ends_as_its_rollout()
    {
        var server = FakeServer.Of("""{"application":"shop","revision":3,"rollout":"r1"}""", Running, Failed);

        var run = await CommandLine.RunAsync(
            ["apply", "-f", "-", "--wait"], server, "kind: Application\nmetadata: {name: shop, namespace: web}\n");

        run.Code.ShouldBe(1);
        server.Asked[0].Request.RequestUri!.AbsolutePath.ShouldBe("/api/v1/namespaces/web/applications");
        server.Asked[1].Request.RequestUri!.AbsolutePath.ShouldBe("/api/v1/namespaces/web/rollouts/r1");
    }

    [Theory]
    [InlineData("succeeded", 0)]
    [InlineData("failed", 1)]
    [InlineData("cancelled", 1)]
    public async Task A_build_that_is_waited_for_ends_as_it_ended(string phase, int code)
    {
        var server = FakeServer.Of("""{"phase":"pending"}""", """{"phase":"building","components":[{"component":"web","phase":"building"}]}""", $$"""{"phase":"{{phase}}"}""");

        var run = await CommandLine.RunAsync(["package", "build", "shop", "1.4.0", "--wait", "-n", "web"], server);

        run.Code.ShouldBe(code);
        Without(run.Out).ShouldBe($"package shop:1.4.0: building\ncomponent web: building\npackage shop:1.4.0: {phase}\n");
        server.Asked[0].Body.ShouldContain("\"1.4.0\"");
    }

    // Lines begin with the time.
    private static string Without(string text) => string.Join('\n', text.Split('\n').Select(x => x.Length > 9 ? x[9..] : x));
}
