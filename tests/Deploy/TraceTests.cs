using System.Collections.Concurrent;
using System.Diagnostics;

namespace Platform.Deploy.Tests;

/// <summary>A rollout is one trace.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task One_trace_goes_from_the_request_through_the_broker_to_the_calls_of_the_clusters()
    {
        var calls = new ConcurrentQueue<(ActivityTraceId Trace, string Call)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => calls.Enqueue((activity.TraceId, $"{activity.GetTagItem("http.request.method")} {activity.GetTagItem("url.full")}")),
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);

        using var request = new Activity("request").Start();
        var rollout = await host.RollOutAsync(Yaml.Web());
        var trace = request.TraceId;
        request.Stop();
        await host.PhaseAsync(rollout, "succeeded");

        // Other tests run at the same time, in traces of their own.
        var patches = calls.Where(c => c.Trace == trace && c.Call.StartsWith("PATCH", StringComparison.Ordinal)).Select(c => c.Call).ToList();
        patches.Where(call => call.Contains("/deployments/web", StringComparison.Ordinal)).Distinct().Count().ShouldBe(2, "one address for each cluster");
    }
}
