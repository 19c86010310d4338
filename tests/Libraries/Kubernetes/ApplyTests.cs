using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Platform.Kubernetes;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Kubernetes;

public sealed class ApplyTests
{
    private const string Applied = """{"kind":"ConfigMap","spec":{"metadata":{"uid":"no"}},"metadata":{"managedFields":[{"uid":"no"}],"uid":"u1","resourceVersion":"7","generation":3}}""";

    [Fact]
    public async Task Apply_sends_the_manifest_as_it_is_and_reads_the_version_back()
    {
        string? body = null, type = null, token = null;
        await using var cluster = await ScriptedCluster.StartAsync(async (context, _) =>
        {
            (type, token) = (context.Request.ContentType, context.Request.Headers.Authorization);
            body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            context.Response.Headers.Append("Warning", "299 - \"old \\\"field\\\"\"");
            await ScriptedCluster.AnswerAsync(context, 201, Applied);
        });

        var result = await cluster.Client.ApplyAsync(ConfigMap(), "shop");

        result.Succeeded.ShouldBeTrue(result.Failure?.ToString());
        (result.Uid, result.ResourceVersion, result.Generation, result.Resource, result.Created).ShouldBe(("u1", "7", 3, "configmaps", true));
        result.Key.Namespace.ShouldBe("shop");
        result.Warnings.ShouldBe(["old \"field\""]);
        (type, token).ShouldBe(("application/apply-patch+yaml", "Bearer secret-token"));
        JsonNode.DeepEquals(JsonNode.Parse(body!), ConfigMap()).ShouldBeTrue();
        cluster.Requests.ShouldContain("PATCH /api/v1/namespaces/shop/configmaps/a?fieldManager=platform");
    }

    [Fact]
    public async Task An_unchanged_object_is_told_by_the_version_known()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => ScriptedCluster.AnswerAsync(context, 200, Applied));

        (await cluster.Client.ApplyAsync(ConfigMap(), "shop", new() { KnownResourceVersion = "7" })).Changed.ShouldBeFalse();
        (await cluster.Client.ApplyAsync(ConfigMap(), "shop", new() { KnownResourceVersion = "6" })).Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_conflict_names_managers_and_fields_and_is_not_tried_again()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => ScriptedCluster.FailAsync(context, 409, "Conflict",
            "Apply failed with 1 conflict: conflict with \"kubectl-edit\" using v1: .data.x",
            """{"causes":[{"reason":"FieldManagerConflict","message":"conflict with \"kubectl-edit\" using v1","field":".data.x"}]}"""));

        var failure = (await cluster.Client.ApplyAsync(ConfigMap(), "shop")).Failure.ShouldNotBeNull();

        failure.Conflicts.ShouldBe([new("kubectl-edit", ".data.x", "conflict with \"kubectl-edit\" using v1")]);
        failure.Message.ShouldContain(".data.x");
        failure.Retryable.ShouldBeFalse();
        cluster.Requests.Count(r => r.StartsWith("PATCH", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_500_about_the_document_is_not_tried_again()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => ScriptedCluster.AnswerAsync(context, 500,
            """{"kind":"Status","code":500,"message":"failed to create typed patch object (/u; apps/v1, Kind=Deployment): .bogus: field not declared in schema"}"""));

        var failure = (await cluster.Client.ApplyAsync(ConfigMap(), "shop")).Failure.ShouldNotBeNull();

        (failure.Reason, failure.Retryable).ShouldBe((FailureReasons.InvalidDocument, false));
        cluster.Requests.Count(r => r.StartsWith("PATCH", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_passing_failure_is_tried_again(int status)
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, count) => count < 3
            ? ScriptedCluster.FailAsync(context, status, "", "etcd leader changed")
            : ScriptedCluster.AnswerAsync(context, 200, Applied));

        (await cluster.Client.ApplyAsync(ConfigMap(), "shop")).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_lasting_failure_is_handed_on_after_a_bounded_number_of_attempts()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => ScriptedCluster.FailAsync(context, 503, "", "down"));

        var failure = (await cluster.Client.ApplyAsync(ConfigMap(), "shop")).Failure.ShouldNotBeNull();

        failure.Retryable.ShouldBeTrue();
        cluster.Requests.Count(r => r.StartsWith("PATCH", StringComparison.Ordinal)).ShouldBe(4);
    }

    [Fact]
    public async Task A_server_that_asks_for_more_patience_than_we_have_is_handed_on_at_once()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = "120";
            return ScriptedCluster.FailAsync(context, 429, "TooManyRequests", "slow down");
        });

        var failure = (await cluster.Client.ApplyAsync(ConfigMap(), "shop")).Failure.ShouldNotBeNull();

        failure.RetryAfter.ShouldBe(TimeSpan.FromMinutes(2));
        cluster.Requests.Count(r => r.StartsWith("PATCH", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_silent_server_costs_two_timeouts_and_is_unreachable()
    {
        var options = new ClusterClientOptions { RequestTimeout = TimeSpan.FromMilliseconds(200), RetryPause = TimeSpan.FromMilliseconds(1) };
        await using var cluster = await ScriptedCluster.StartAsync(async (context, _) => await Task.Delay(Timeout.Infinite, context.RequestAborted), options);
        await cluster.Client.DiscoverAsync();

        var failure = (await cluster.Client.ApplyAsync(ConfigMap(), "shop")).Failure.ShouldNotBeNull();

        (failure.Reason, failure.Retryable, failure.Unreachable).ShouldBe((FailureReasons.Timeout, true, true));
        cluster.Requests.Count(r => r.StartsWith("PATCH", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task No_server_at_all_is_an_outcome_and_no_exception()
    {
        await using var clients = new ClusterClients(new() { RetryPause = TimeSpan.FromMilliseconds(1) });
        var client = clients.Get("gone", ScriptedCluster.Kubeconfigs(new(), "https://127.0.0.1:1"));

        var failure = (await client.ApplyAsync(ConfigMap(), "shop")).Failure.ShouldNotBeNull();

        (failure.Unreachable, failure.Retryable).ShouldBe((true, true));
        failure.Message.ShouldContain("127.0.0.1:1");
    }

    [Fact]
    public async Task A_server_whose_certificate_another_authority_signed_is_not_spoken_to()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => ScriptedCluster.AnswerAsync(context, 200, Applied));
        await using var clients = new ClusterClients(new() { RetryPause = TimeSpan.FromMilliseconds(1) });

        var result = await clients.Get("liar", ScriptedCluster.Kubeconfigs(new(), cluster.Server)).ApplyAsync(ConfigMap(), "shop");

        result.Failure.ShouldNotBeNull().Unreachable.ShouldBeTrue();
        cluster.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_name_for_the_certificate_is_checked_when_the_kubeconfig_says_so()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => ScriptedCluster.AnswerAsync(context, 200, Applied));
        await using var clients = new ClusterClients(new() { RetryPause = TimeSpan.FromMilliseconds(1) });

        (await clients.Get("right", ScriptedCluster.Kubeconfigs(cluster.Authority, cluster.Server, ",\"tls-server-name\":\"cluster.test\""))
            .ApplyAsync(ConfigMap(), "shop")).Failure.ShouldBeNull();
        (await clients.Get("wrong", ScriptedCluster.Kubeconfigs(cluster.Authority, cluster.Server, ",\"tls-server-name\":\"other.test\""))
            .ApplyAsync(ConfigMap(), "shop")).Failure.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_name_that_resolves_to_a_forbidden_address_is_not_connected_to()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => ScriptedCluster.AnswerAsync(context, 200, Applied));
        var access = KubeconfigReader.Read(ScriptedCluster.Kubeconfigs(cluster.Authority, $"https://localhost.localdomain.test:{new Uri(cluster.Server).Port}"));
        access.Accepted.ShouldBeTrue();
        await using var strict = new ClusterClients(policy: new() { AllowLoopback = false });

        Should.Throw<KubernetesException>(() => strict.Get("c", cluster.Kubeconfig)).Failure.Reason.ShouldBe(FailureReasons.InvalidAccess);
    }

    [Fact]
    public async Task An_unknown_kind_is_looked_up_anew_once_and_then_told()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => ScriptedCluster.AnswerAsync(context, 404, "{}"));
        var widget = new JsonObject { ["apiVersion"] = "example.org/v1", ["kind"] = "Widget", ["metadata"] = new JsonObject { ["name"] = "w" } };

        var result = await cluster.Client.ApplyAsync(widget);

        result.Failure.ShouldNotBeNull().Reason.ShouldBe(FailureReasons.UnknownKind);
        result.Failure.Message.ShouldContain("Widget (example.org/v1)");
    }

    [Fact]
    public async Task A_finished_job_with_another_template_is_made_again_and_a_running_one_is_waited_for()
    {
        var finished = false;
        var deleted = 0;
        await using var cluster = await ScriptedCluster.StartAsync(async (context, _) =>
        {
            switch (context.Request.Method)
            {
                case "PATCH" when Volatile.Read(ref deleted) == 0:
                    await ScriptedCluster.FailAsync(context, 422, "Invalid", "Job.batch \"j\" is invalid",
                        """{"causes":[{"reason":"FieldValueInvalid","message":"Invalid value: {}: field is immutable","field":"spec.template"}]}""");
                    break;
                case "GET" when Volatile.Read(ref deleted) > 0:
                    await ScriptedCluster.FailAsync(context, 404, "NotFound", "gone");
                    break;
                case "GET":
                    await ScriptedCluster.AnswerAsync(context, 200,
                        $$$"""{"metadata":{"uid":"j1"},"status":{"conditions":[{"type":"Complete","status":"{{{finished}}}"}]}}""");
                    break;
                case "DELETE":
                    (await new StreamReader(context.Request.Body).ReadToEndAsync()).ShouldContain("\"propagationPolicy\":\"Background\"");
                    Interlocked.Increment(ref deleted);
                    await ScriptedCluster.AnswerAsync(context, 200, "{}");
                    break;
                default:
                    await ScriptedCluster.AnswerAsync(context, 201, Applied);
                    break;
            }
        });
        var job = new JsonObject { ["apiVersion"] = "batch/v1", ["kind"] = "Job", ["metadata"] = new JsonObject { ["name"] = "j" } };

        var running = await cluster.Client.ApplyAsync(job);
        finished = true;
        var again = await cluster.Client.ApplyAsync(job);

        (running.Failure?.Reason, running.Failure?.Retryable).ShouldBe((FailureReasons.JobRunning, true));
        again.Succeeded.ShouldBeTrue(again.Failure?.ToString());
        again.Recreated.ShouldBeTrue();
        deleted.ShouldBe(1);
    }

    [Fact]
    public async Task Duplicate_keys_in_keyed_lists_are_settled_before_the_server_refuses_them()
    {
        string? body = null;
        await using var cluster = await ScriptedCluster.StartAsync(async (context, _) =>
        {
            body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await ScriptedCluster.AnswerAsync(context, 200, Applied);
        });
        var manifest = JsonNode.Parse("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"template":{"spec":{"containers":[{"name":"web",
             "env":[{"name":"A","value":"1"},{"name":"B","value":"2"},{"name":"A","value":"3"}],
             "ports":[{"containerPort":80},{"containerPort":80,"protocol":"UDP"},{"containerPort":80,"protocol":"TCP","name":"http"}]}]}}}}
            """)!.AsObject();
        var before = manifest.ToJsonString();

        var result = await cluster.Client.ApplyAsync(manifest);

        var container = JsonNode.Parse(body!)!["spec"]!["template"]!["spec"]!["containers"]![0]!;
        container["env"]!.ToJsonString().ShouldBe("""[{"name":"B","value":"2"},{"name":"A","value":"3"}]""");
        container["ports"]!.AsArray().Count.ShouldBe(2);
        result.Warnings.Count.ShouldBe(2);
        result.Warnings[0].ShouldContain("name A");
        manifest.ToJsonString().ShouldBe(before);
    }

    [Fact]
    public async Task At_most_the_allowed_number_of_requests_is_in_flight()
    {
        int now = 0, most = 0;
        using var gate = new SemaphoreSlim(0);
        await using var cluster = await ScriptedCluster.StartAsync(async (context, _) =>
        {
            var current = Interlocked.Increment(ref now);
            InterlockedMax(ref most, current);
            await gate.WaitAsync();
            Interlocked.Decrement(ref now);
            await ScriptedCluster.AnswerAsync(context, 200, Applied);
        });
        await cluster.Client.DiscoverAsync();

        var applies = Enumerable.Range(0, 40).Select(_ => cluster.Client.ApplyAsync(ConfigMap(), "shop")).ToList();
        await Until.TrueAsync(() => Volatile.Read(ref now) == 16);
        gate.Release(40);
        await Task.WhenAll(applies);

        most.ShouldBe(16);
    }

    [Fact]
    public async Task Deleting_what_a_dead_api_group_may_hold_is_no_success()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => ScriptedCluster.FailAsync(context, 404, "NotFound", "not found"));

        (await cluster.Client.DeleteAsync(new("v1", "ConfigMap", "shop", "a"))).ShouldBeFalse();
        (await cluster.Client.DeleteAsync(new("gone.example.org/v1", "Widget", "shop", "a"))).ShouldBeFalse();
        (await Should.ThrowAsync<KubernetesException>(() => cluster.Client.DeleteAsync(new("down.example.org/v1", "Thing", "shop", "a"))))
            .Failure.Retryable.ShouldBeTrue();
    }

    private static JsonObject ConfigMap() => JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"ключ":"<&>"}}""")!.AsObject();

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
