using System.Text.Json.Nodes;

namespace Platform.Local.Delivery;

/// <summary>Takes the sample the whole way as its people would: sources, package, application, approval, healthy.</summary>
internal sealed class SampleDelivery(GatewayClient gateway, ProgressLog log, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly string[] RolloutEnds = ["succeeded", "failed", "cancelled", "rolledBack", "superseded"];

    /// <summary>Returns null when the sample is healthy everywhere, else the reason.</summary>
    public async Task<string?> RunAsync(Sample sample, CancellationToken cancellation)
    {
        foreach (var (component, yaml) in sample.Sources)
            await gateway.SendYamlAsync(HttpMethod.Put, $"namespaces/{sample.Namespace}/sources/{sample.Application}/{component}", yaml, cancellation);

        if (await PackageAsync(sample, cancellation) is { } packagingFailed)
            return packagingFailed;

        var submitted = await gateway.SendYamlAsync(
            HttpMethod.Put, $"namespaces/{sample.Namespace}/applications/{sample.Application}", sample.Document, cancellation);
        log.Say($"submitted {sample.Application}, revision {submitted["revision"]}");

        var rollout = submitted["rollout"]!.GetValue<string>();
        if (await FollowAsync(sample, rollout, cancellation) is { } rolloutFailed)
            return rolloutFailed;
        return await SettleAsync(sample, cancellation);
    }

    private async Task<string?> PackageAsync(Sample sample, CancellationToken cancellation)
    {
        var packages = $"namespaces/{sample.Namespace}/packages/{sample.Application}";
        var package = await gateway.FindAsync($"{packages}/{sample.PackageVersion}", cancellation);
        if (package is null)
            await gateway.PostJsonAsync(packages, new JsonObject { ["version"] = sample.PackageVersion }, cancellation);

        while (true)
        {
            package = await gateway.GetAsync($"{packages}/{sample.PackageVersion}", cancellation);
            foreach (var component in Items(package, "components"))
                log.Changed($"component {Text(component, "component") ?? Text(component, "name")}", Text(component, "phase") ?? "pending", Text(component, "error"));
            var phase = Text(package, "phase")!;
            log.Changed($"package {sample.Application}:{sample.PackageVersion}", phase, phase == "succeeded" ? Text(package, "digest") : Text(package, "error"));
            if (phase == "succeeded")
                return null;
            if (phase is "failed" or "cancelled")
                return $"package {sample.Application}:{sample.PackageVersion} {phase}: {Text(package, "error")}";
            await Task.Delay(Interval, clock, cancellation);
        }
    }

    private async Task<string?> FollowAsync(Sample sample, string id, CancellationToken cancellation)
    {
        var path = $"namespaces/{sample.Namespace}/rollouts/{id}";
        while (true)
        {
            var rollout = await gateway.GetAsync(path, cancellation);
            foreach (var step in Items(rollout, "steps"))
                log.Changed($"step {Text(step, "name")}", Text(step, "phase") ?? "pending", Text(step, "reason"));
            foreach (var cluster in Items(rollout, "clusters"))
                log.Changed($"cluster {Text(cluster, "cluster")}", Text(cluster, "phase") ?? "pending", Text(cluster, "message"));

            var phase = Text(rollout, "phase")!;
            log.Changed("rollout", phase, Text(rollout, "reason"));
            if (RolloutEnds.Contains(phase))
                return phase == "succeeded" ? null : $"rollout {phase}: {Text(rollout, "reason")}";
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
            var unhealthy = Items(application["status"]!.AsObject(), "services").FirstOrDefault(service => service["healthy"]?.GetValue<bool>() is not true);
            if (unhealthy is null)
                return null;
            if (clock.GetUtcNow() > deadline)
                return $"{Text(unhealthy, "name")} on {Text(unhealthy, "cluster")} is not healthy: {Text(unhealthy, "message")}";
            await Task.Delay(Interval, clock, cancellation);
        }
    }

    private static IEnumerable<JsonObject> Items(JsonObject of, string list) => of[list]?.AsArray().Select(item => item!.AsObject()) ?? [];

    private static string? Text(JsonObject of, string name) => of[name]?.ToString();
}
