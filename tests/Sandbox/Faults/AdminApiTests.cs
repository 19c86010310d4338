namespace Platform.Sandbox.Tests.Faults;

/// <summary>What the admin API does, and refuses to do.</summary>
public sealed class AdminApiTests
{
    [Fact]
    public async Task An_edit_by_somebody_else_takes_the_field_from_whoever_applied_it()
    {
        await using var world = await FaultyCluster.StartAsync();
        (await world.Client.ApplyAsync("/api/v1/namespaces/default/configmaps/m", JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m"},"data":{"a":"1"}}""")!, "platform")).Code.ShouldBe(201);
        (await world.AdminAsync("POST", "drift", new { apiVersion = "v1", resource = "configmaps", @namespace = "default", name = "m", manager = "intruder", patch = new { data = new { a = "2" } } })).Code.ShouldBe(200);
        var (code, body) = await world.Client.ApplyAsync("/api/v1/namespaces/default/configmaps/m", JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m"},"data":{"a":"1"}}""")!, "platform");
        code.ShouldBe(409);
        ((string?)body!["message"]).ShouldNotBeNull().ShouldContain("conflict with \"intruder\" using v1: .data.a");
    }

    [Fact]
    public async Task A_deletion_by_somebody_else_is_one()
    {
        await using var world = await FaultyCluster.StartAsync();
        await world.CreateAsync("m");
        (await world.AdminAsync("POST", "drift", new { action = "delete", apiVersion = "v1", resource = "configmaps", @namespace = "default", name = "m" })).Code.ShouldBe(200);
        (await world.Client.GetAsync("/api/v1/namespaces/default/configmaps/m")).Code.ShouldBe(404);
        (await world.AdminAsync("POST", "drift", new { action = "delete", apiVersion = "v1", resource = "configmaps", @namespace = "default", name = "m" })).Code.ShouldBe(404);
    }

    [Fact]
    public async Task A_part_of_the_faults_can_be_changed_and_the_rest_stays()
    {
        await using var world = await FaultyCluster.StartAsync();
        await world.SetAsync(new { latencyMilliseconds = 5, errors = new[] { new { rate = 0.0 } } });
        var (_, faults) = await world.AdminAsync("PATCH", "faults", new { latencyMilliseconds = 1 });
        ((double)faults!["latencyMilliseconds"]!, faults["errors"]!.AsArray().Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Its_Pods_are_told_how_to_fare()
    {
        await using var world = await FaultyCluster.StartAsync();
        var (code, body) = await world.AdminAsync("PATCH", "behaviour", new { podStartMilliseconds = 5, rules = new[] { new { namePrefix = "web-", outcome = "crash" } } });
        code.ShouldBe(200, body?.ToJsonString());
        world.Cluster.Behaviour.PodStart.ShouldBe(TimeSpan.FromMilliseconds(5));
        world.Cluster.Behaviour.Rules.Single().Outcome.ShouldBe(Behaviour.PodOutcome.Crash);
    }

    [Theory]
    [InlineData("PUT", "faults", """{"errors":[{"rate":2}]}""", "errors[0].rate must be between 0 and 1")]
    [InlineData("PUT", "faults", """{"errors":[{"verbs":["fetch"]}]}""", "errors[0].verbs: there is no 'fetch'")]
    [InlineData("PUT", "faults", """{"latencyMilliseconds":-1}""", "latencyMilliseconds must be between")]
    [InlineData("PUT", "faults", """{"outtage":true}""", "outtage")]
    [InlineData("PUT", "faults", "not json", "invalid")]
    [InlineData("PATCH", "behaviour", """{"podStartMilliseconds":-5}""", "podStartMilliseconds must be between")]
    [InlineData("PATCH", "behaviour", """{"rules":[{"outcome":"explode"}]}""", "outcome")]
    [InlineData("POST", "drift", """{"name":"x"}""", "resource is missing")]
    [InlineData("POST", "drift", """{"resource":"gadgets","name":"x","patch":{}}""", "has no gadgets")]
    public async Task Bad_input_is_told(string method, string path, string body, string told)
    {
        await using var world = await FaultyCluster.StartAsync();
        var (code, answer) = await world.AdminAsync(method, path, body);
        code.ShouldBe(400);
        ((string?)answer!["error"]).ShouldNotBeNull().ShouldContain(told, Case.Insensitive);
    }
}
