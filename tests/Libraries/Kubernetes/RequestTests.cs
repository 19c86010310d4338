using System.Diagnostics;
using Platform.Kubernetes;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Kubernetes;

public sealed class RequestTests
{
    private static readonly ObjectKey Key = new("v1", "ConfigMap", "shop", "a");

    [Theory]
    [InlineData(ActivityTraceFlags.None, false)]
    [InlineData(ActivityTraceFlags.Recorded, true)]
    public async Task A_trace_goes_along_where_somebody_records_it(ActivityTraceFlags flags, bool goes)
    {
        string? trace = null;
        await using var cluster = await ScriptedCluster.StartAsync((context, _) =>
        {
            trace = context.Request.Headers.TraceParent;
            return ScriptedCluster.AnswerAsync(context, 200, """{"kind":"ConfigMap"}""");
        });
        using var activity = new Activity("rollout") { ActivityTraceFlags = flags }.Start();

        await cluster.Client.GetAsync(Key);

        (trace is not null).ShouldBe(goes);
        Activity.Current.ShouldBe(activity);
    }

    [Fact]
    public async Task What_is_not_there_is_asked_for_once_and_is_nothing()
    {
        await using var cluster = await ScriptedCluster.StartAsync((context, _) => ScriptedCluster.FailAsync(context, 404, "NotFound", "configmaps \"a\" not found"));

        (await cluster.Client.GetAsync(Key)).ShouldBeNull();

        cluster.Requests.Count(request => request.EndsWith("/configmaps/a", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_without_an_end_is_not_read_to_its_end()
    {
        var sent = 0;
        await using var cluster = await ScriptedCluster.StartAsync(async (context, _) =>
        {
            var piece = new byte[1024 * 1024];
            while (!context.RequestAborted.IsCancellationRequested && sent++ < 200)
                await context.Response.Body.WriteAsync(piece);
        }, new() { MaxAttempts = 1 });

        var failure = (await Should.ThrowAsync<KubernetesException>(() => cluster.Client.GetAsync(Key))).Failure;

        (failure.Reason, failure.StatusCode).ShouldBe((FailureReasons.Unreachable, 0));
        sent.ShouldBeLessThan(150, "megabytes");
    }
}
