using System.Text.Json.Nodes;

namespace Platform.Local.Delivery;

/// <summary>The operator's half: submits the application, approves it where it waits, and follows it until it is healthy everywhere.</summary>
internal sealed class SampleDelivery(GatewayClient gateway, ProgressLog log, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly string[] RolloutEnds = ["succeeded", "failed", "cancelled", "rolledBack", "superseded"];

    /// <summary>Returns null when the sample is healthy everywhere, else the reason.</summary>
    public async Task<string?> RunAsync(Sample sample, CancellationToken cancellation)
    {
        var submitted = await gateway.SendYamlAsync(
            HttpMethod.Put, $"namespaces/{sample.Namespace}/applications/{sample.Application}", sample.Document, cancellation);
        log.Say($"submitted {sample.Application}, revision {submitted["revision"]}");

        var rollout = submitted["rollout"]!.GetValue<string>();
        if (await FollowAsync(sample, rollout, cancellation) is { } rolloutFailed)
            return rolloutFailed;
        return await SettleAsync(sample, cancellation);
    }

    private async Task<string?> FollowAsync(Sample sample, string id, CancellationToken cancellation)
    {
        var path = $"namespaces/{sample.Namespace}/rollouts/{id}";
        while (true)
        {
            var rollout = await gateway.GetAsync(path, cancellation);
            foreach (var step in rollout.Items("steps"))
                log.Changed($"step {step.Text("name")}", step.Text("phase") ?? "pending", step.Text("reason"));
            foreach (var cluster in rollout.Items("clusters"))
                log.Changed($"cluster {cluster.Text("cluster")}", cluster.Text("phase") ?? "pending", cluster.Text("message"));

            var phase = rollout.Text("phase")!;
            log.Changed("rollout", phase, rollout.Text("reason"));
            if (RolloutEnds.Contains(phase))
                return phase == "succeeded" ? null : $"rollout {phase}: {rollout.Text("reason")}";
            if (phase == "suspended")
            {
                log.Say("approved by ./run");
                await gateway.PostJsonAsync($"{path}/resume", new JsonObject(), cancellation);
            }

            await Task.Delay(Interval, clock, cancellation);
        }
    }

    /// <summary>After a restart health is seen anew; the table tells what is, not what was.</summary>
    private async Task<string?> SettleAsync(Sample sample, CancellationToken cancellation)
    {
        var deadline = clock.GetUtcNow() + TimeSpan.FromSeconds(60);
        while (true)
        {
            var application = await gateway.GetAsync($"namespaces/{sample.Namespace}/applications/{sample.Application}", cancellation);
            var unhealthy = application["status"]!.AsObject().Items("services").FirstOrDefault(service => service["healthy"]?.GetValue<bool>() is not true);
            if (unhealthy is null)
                return null;
            if (clock.GetUtcNow() > deadline)
                return $"{unhealthy.Text("name")} on {unhealthy.Text("cluster")} is not healthy: {unhealthy.Text("message")}";
            await Task.Delay(Interval, clock, cancellation);
        }
    }
}
