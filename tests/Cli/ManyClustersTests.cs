using System.Text.Json.Nodes;
using Shouldly;

namespace Platform.Cli.Tests;

/// <summary>Following a rollout in waves over many clusters: what a person, or the log of a pipeline, gets to read.</summary>
public sealed class ManyClustersTests
{
    private const string Broken = "not done in time: web: pod web-1: ImagePullBackOff";

    [Fact]
    public async Task A_failed_and_undone_rollout_over_a_hundred_clusters_is_told_in_a_dozen_lines()
    {
        var run = await CommandLine.RunAsync(["rollout", "watch", "r1"], FakeServer.Of(
            Rollout("running", Deliver("running", 1), new('a', 10), new('p', 90)),
            Rollout("running", Deliver("running", 1), new('h', 9), "w", new('p', 90)),
            Rollout("running", Deliver("running", 2), new('h', 30), new('w', 20), new('p', 50)),
            Rollout("running", Deliver("running", 2), new('h', 48), "ww", new('p', 50)),
            Rollout("running", Deliver("running", 2), new('h', 48), "ff", new('p', 50)),
            Rollout("rollingBack", Deliver("failed", 2) + Rollback("running", "50 clusters go back to revision 1"), new('b', 25), new('h', 23), "ff", new('s', 50)),
            Rollout("rolledBack", Deliver("failed", 2) + Rollback("succeeded", "50 clusters are back at revision 1"), new('b', 48), "cc", new('s', 50))));

        run.Code.ShouldBe(1);
        Without(run.Out).ShouldBe("""
            rollout r1 of shop revision 2: running
            step deliver: running: wave 1 of 3
            step deliver, wave 1 of 3: 10 of 10 clusters applying
            step deliver, wave 1 of 3: 9 of 10 clusters healthy, 1 waiting
            step deliver: running: wave 2 of 3
            step deliver, wave 1 of 3: 10 of 10 clusters healthy
            step deliver, wave 2 of 3: 20 of 40 clusters healthy, 20 waiting
            step deliver, wave 2 of 3: 38 of 40 clusters healthy, 2 waiting
            step deliver, wave 2 of 3: 38 of 40 clusters healthy, 2 failed
            cluster c-48: failed: not done in time: web: pod web-1: ImagePullBackOff
            cluster c-49: failed: not done in time: web: pod web-1: ImagePullBackOff
            rollout r1 of shop revision 2: rollingBack
            step deliver: failed: wave 2 of 3: 2 clusters failed, 1 is allowed to: c-48: not done in time: web: pod web-1: ImagePullBackOff
            step rollback: running: 50 clusters go back to revision 1
            step rollback: 25 of 50 clusters rolled back, 25 pending
            rollout r1 of shop revision 2: rolledBack
            step rollback: succeeded: 50 clusters are back at revision 1
            step rollback: 50 of 50 clusters rolled back

            """);
        run.Error.ShouldBe("""
            rollout r1 of shop revision 2: rolledBack
              step deliver: wave 2 of 3: 2 clusters failed, 1 is allowed to: c-48: not done in time: web: pod web-1: ImagePullBackOff
              step rollback: 50 clusters are back at revision 1
              clusters: 50 rolled back, 50 skipped

            """);
        run.Out.ShouldNotContain('\e');
    }

    [Fact]
    public async Task A_thousand_clusters_that_all_get_well_one_by_one_and_half_of_which_park_stay_within_some_dozens_of_lines()
    {
        var states = Enumerable.Range(0, 1000)
            .Select(done => Rollout("running", Deliver("running", 1), new('h', done), new(done % 2 == 0 ? 'k' : 'a', 1000 - done)))
            .Append(Rollout("succeeded", Deliver("succeeded", 1), new string('h', 1000)));

        var run = await CommandLine.RunAsync(["rollout", "watch", "r1"], FakeServer.Of([.. states]));

        run.Code.ShouldBe(0);
        run.Out.Split('\n').Length.ShouldBeLessThan(60);
        run.Out.ShouldContain("cluster c-9: parked: no answer");
        run.Out.ShouldContain("more than 10 clusters are in trouble");
        run.Out.ShouldContain("1000 of 1000 clusters healthy");
    }

    [Fact]
    public async Task On_a_terminal_the_clusters_in_trouble_come_first_and_the_others_are_counted()
    {
        var run = await CommandLine.RunAsync(["rollout", "watch", "r1"], FakeServer.Of(
            Rollout("succeeded", Deliver("succeeded", 3), new('h', 98), "ff")), terminal: true);

        run.Out.ShouldContain("c-98");
        run.Out.ShouldContain("c-99");
        run.Out.ShouldNotContain("c-97");
        run.Out.ShouldContain("98 healthy, 2 failed");
    }

    [Fact]
    public async Task The_status_of_an_application_on_many_clusters_is_counted_and_only_trouble_is_named()
    {
        var run = await CommandLine.RunAsync(["status", "shop", "--watch", "--timeout", "3s"], FakeServer.Of(
            Status(new string('u', 40)),
            Status(new('h', 19), new('p', 21)),
            Status(new('h', 20), new('p', 20)),
            Status(new('h', 21), "d", new('p', 18)),
            Status(new('h', 39), "p"),
            Status(new string('h', 40))));

        Without(run.Out).ShouldBe("""
            application shop: running
            web: 40 of 40 clusters unknown
            web: 19 of 40 clusters healthy, 21 progressing
            web: 20 of 40 clusters healthy, 20 progressing
            c-21/web: Degraded: pod web-1: CrashLoopBackOff
            web: 39 of 40 clusters healthy, 1 progressing
            c-21/web: Healthy
            web: 40 of 40 clusters healthy

            """);
    }

    [Fact]
    public async Task Of_many_clusters_in_trouble_ten_are_named_and_told_when_they_are_well_again()
    {
        var run = await CommandLine.RunAsync(["status", "shop", "--watch", "--timeout", "3s"], FakeServer.Of(
            Status(new string('d', 1000)), Status(new('h', 5), new('d', 995)), Status(new string('h', 1000)), Status("d", new('h', 999))));

        var lines = Without(run.Out).Split('\n');
        lines.Count(line => line.EndsWith("/web: Degraded: pod web-1: CrashLoopBackOff", StringComparison.Ordinal)).ShouldBe(11);
        lines.Count(line => line.EndsWith("/web: Healthy", StringComparison.Ordinal)).ShouldBe(10);
        lines.ShouldContain("more than 10 are in trouble: the others are counted only");
        lines.Length.ShouldBeLessThan(40);
    }

    [Fact]
    public async Task A_long_reason_is_cut_in_a_list_of_rollouts()
    {
        var reason = new string('x', 500);
        var run = await CommandLine.RunAsync(["rollout", "list"], FakeServer.Of($$"""{"items":[{"id":"r1","phase":"failed","reason":"{{reason}}"}]}"""));

        run.Out.Split('\n').ShouldAllBe(line => line.Length < 200);
    }

    /// <summary>Each letter is a cluster in a phase, in the order of their numbers.</summary>
    private static string Rollout(string phase, string steps, params string[] clusters)
    {
        var letters = string.Concat(clusters);
        var parts = letters.Select((letter, number) => new JsonObject
        {
            ["cluster"] = $"c-{number}",
            ["step"] = letter is 'b' or 'c' ? "rollback" : "deliver",
            ["phase"] = PhaseOf(letter),
            ["message"] = letter == 'f' ? Broken : letter == 'k' ? "no answer" : null,
            ["failure"] = letter == 'c' ? Broken : null,
        });
        return new JsonObject
        {
            ["id"] = "r1",
            ["application"] = "shop",
            ["revision"] = 2,
            ["phase"] = phase,
            ["reason"] = phase.StartsWith("roll", StringComparison.Ordinal) ? $"step deliver: wave 2 of 3: 2 clusters failed, 1 is allowed to: c-48: {Broken}" : null,
            ["steps"] = new JsonArray([.. JsonNode.Parse($"[{steps}]")!.AsArray().Select(step => WithCounts(step!.DeepClone().AsObject(), letters))]),
            ["clusters"] = new JsonArray([.. parts]),
            ["counts"] = Counts(letters),
        }.ToJsonString();
    }

    /// <summary>Each letter is a cluster with one component, in the order of their numbers.</summary>
    private static string Status(params string[] clusters)
    {
        var services = string.Concat(clusters).Select((letter, number) => new JsonObject
        {
            ["cluster"] = $"c-{number}",
            ["name"] = "web",
            ["health"] = letter switch { 'h' => "Healthy", 'd' => "Degraded", 'p' => "Progressing", _ => "Unknown" },
            ["message"] = letter == 'd' ? "pod web-1: CrashLoopBackOff" : null,
        });
        return new JsonObject { ["status"] = new JsonObject { ["status"] = "running", ["services"] = new JsonArray([.. services]) } }.ToJsonString();
    }

    private static string Deliver(string phase, int wave) =>
        $$"""{"name":"deliver","type":"deploy","phase":"{{phase}}","reason":{{(phase == "failed" ? $"\"wave 2 of 3: 2 clusters failed, 1 is allowed to: c-48: {Broken}\"" : $"\"wave {wave} of 3\"")}}}""";

    private static string Rollback(string phase, string reason) => $$""",{"name":"rollback","type":"rollback","phase":"{{phase}}","reason":"{{reason}}"}""";

    /// <summary>Waves of ten, forty and the rest; what went back was healthy before, or had failed.</summary>
    private static JsonObject WithCounts(JsonObject step, string letters)
    {
        if (step["type"]!.ToString() == "rollback")
        {
            step["clusters"] = Counts(letters[..50].Replace('h', 'p').Replace('f', 'p'));
            return step;
        }

        var before = letters.Replace('b', 'h').Replace('c', 'f');
        step["clusters"] = Counts(before);
        step["waveClusters"] = letters.Length == 1000 ? null : new JsonArray(Counts(before[..10]), Counts(before[10..50]), Counts(before[50..]));
        return step;
    }

    private static JsonObject Counts(string letters) =>
        new(letters.GroupBy(PhaseOf).Select(group => KeyValuePair.Create(group.Key, (JsonNode?)group.Count())));

    private static string PhaseOf(char letter) => letter switch
    {
        'a' => "applying",
        'b' or 'c' => "rolledBack",
        'f' => "failed",
        'h' => "healthy",
        'k' => "parked",
        's' => "skipped",
        'w' => "waiting",
        _ => "pending",
    };

    // Lines begin with the time.
    private static string Without(string text) => string.Join('\n', text.Split('\n').Select(x => x.Length > 9 ? x[9..] : x));
}
