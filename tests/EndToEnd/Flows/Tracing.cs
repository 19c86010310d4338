using System.Collections.Concurrent;
using System.Diagnostics;
using Platform.EndToEnd.Tests.Harness;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>One rollout is one trace, from the door to the clusters.</summary>
[Collection(EmbeddedCollection.Name)]
public sealed class Tracing(EmbeddedWorld world)
{
    [Fact]
    public async Task One_trace_goes_from_the_gateway_through_the_broker_to_the_calls_of_the_clusters_and_into_the_events()
    {
        var spans = new ConcurrentQueue<(ActivityTraceId Trace, string Source, string Call)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue((span.TraceId, span.Source.Name, $"{span.GetTagItem("http.request.method")} {span.GetTagItem("url.full")}")),
        };
        ActivitySource.AddActivityListener(listener);

        using var request = new Activity("request").Start();
        var answer = await world.Api.SendYamlAsync(HttpMethod.Put, "namespaces/default/applications/traced", Documents.WebService("traced"));
        var trace = request.TraceId;
        request.Stop();
        await world.Api.RolloutAsync(answer.Location!, "succeeded");

        var own = spans.Where(span => span.Trace == trace).ToList();
        own.ShouldContain(span => span.Source == "MassTransit");
        own.Where(span => span.Call.StartsWith("PATCH", StringComparison.Ordinal) && span.Call.Contains("/namespaces/traced/deployments/web", StringComparison.Ordinal))
            .Select(span => span.Call).Distinct().Count().ShouldBe(world.ClusterNames.Count, "one address for each cluster");
        var told = await world.EventsUntilAsync("default/traced", "platform.deploy.v1.rollout-succeeded");
        told.Single(e => e["type"]!.ToString() == "platform.deploy.v1.rollout-started")["traceparent"]!.ToString().ShouldContain(trace.ToHexString());
    }

    /// <summary>Planning, saga and pool lie between the two.</summary>
    [Fact]
    public async Task A_trace_that_nobody_records_is_named_by_what_came_of_it_all_the_same()
    {
        using var request = new Activity("request").Start();
        var answer = await world.Api.SendYamlAsync(HttpMethod.Put, "namespaces/default/applications/untraced", Documents.WebService("untraced"));
        var trace = request.TraceId;
        request.Stop();
        await world.Api.RolloutAsync(answer.Location!, "succeeded");

        var told = await world.EventsUntilAsync("default/untraced", "platform.deploy.v1.rollout-succeeded");
        told.First(e => e["type"]!.ToString() == "platform.deploy.v1.cluster-applied")["traceparent"]!.ToString().ShouldContain(trace.ToHexString());
    }
}
