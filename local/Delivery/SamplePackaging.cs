using System.Text.Json.Nodes;

namespace Platform.Local.Delivery;

/// <summary>
/// The developer's half: registers the sample's sources and has them built and packaged. The version of a commit that is packaged already
/// is taken as it is; another commit becomes the next version, of which only what changed is built.
/// </summary>
internal sealed class SamplePackaging(GatewayClient gateway, ProgressLog log, TimeProvider clock)
{
    private const string CommitLabel = "commit";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>The version that holds the commit.</summary>
    /// <exception cref="DeliveryException">It can't be built or packaged; the message says why.</exception>
    public async Task<string> RunAsync(Sample sample, string commit, CancellationToken cancellation)
    {
        foreach (var (component, yaml) in sample.Sources)
            await gateway.SendYamlAsync(HttpMethod.Put, $"namespaces/{sample.Namespace}/sources/{sample.Application}/{component}", yaml, cancellation);

        var packages = $"namespaces/{sample.Namespace}/packages/{sample.Application}";
        var known = (await gateway.GetAsync(packages, cancellation)).Items("items").ToList();
        if (known.FirstOrDefault(package => package["labels"]?[CommitLabel]?.ToString() == commit && package.Text("phase") == "succeeded") is { } there)
        {
            log.Say($"package {sample.Application}:{there.Text("version")} holds commit {commit[..7]} already: nothing to build");
            return there.Text("version")!;
        }

        var version = $"1.0.{known.Count}";
        await gateway.PostJsonAsync(packages, new JsonObject { ["version"] = version, ["labels"] = new JsonObject { [CommitLabel] = commit } }, cancellation);
        using var following = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var printing = PrintLogAsync($"{packages}/{version}/log?follow=true", following.Token);
        await FollowAsync(sample, $"{packages}/{version}", cancellation);
        await Task.WhenAny(printing, Task.Delay(TimeSpan.FromSeconds(5), clock, cancellation));
        await following.CancelAsync();
        await printing;
        return version;
    }

    private async Task FollowAsync(Sample sample, string path, CancellationToken cancellation)
    {
        while (true)
        {
            var package = await gateway.GetAsync(path, cancellation);
            foreach (var component in package.Items("components"))
                log.Changed($"component {component.Text("component")}", component.Text("phase") ?? "pending", DetailOf(component));
            var phase = package.Text("phase")!;
            var name = $"package {sample.Application}:{package.Text("version")}";
            log.Changed(name, phase, phase == "succeeded" ? package.Text("digest") : package.Text("error"));
            if (phase == "succeeded")
                return;
            if (phase is "failed" or "cancelled")
                throw new DeliveryException($"{name} {phase}: {package.Text("error")}");
            await Task.Delay(Interval, clock, cancellation);
        }
    }

    private static string? DetailOf(JsonObject component)
    {
        if (component.Text("error") is { } error)
            return error;
        if (component.Text("phase") != "succeeded")
            return null;
        return component["reused"]?.GetValue<bool>() is true ? "unchanged, nothing was built" : component.Text("duration");
    }

    private async Task PrintLogAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await foreach (var line in gateway.LinesAsync(path, cancellation))
                log.Quote(line);
        }
        catch (Exception failure) when (failure is OperationCanceledException or HttpRequestException or IOException)
        {
            // The lines are company on the way; the package's own phase says what became of it.
        }
    }
}
