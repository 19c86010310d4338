using System.Text.Json.Nodes;
using Platform.EndToEnd.Tests.Harness;
using Platform.Local.Delivery;
using Platform.Tools;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>What <c>./run</c> shows a newcomer: from a git repository with Dockerfiles to healthy on three clusters.</summary>
public abstract class SampleFromSource(World world)
{
    [Fact]
    public async Task The_sample_goes_from_its_sources_to_healthy_and_is_not_built_twice()
    {
        foreach (var program in (string[])["git", "buildah", "busybox", "helm", "kubectl"])
            Assert.SkipUnless(new ToolBox().TryFind(program, out _), $"{program} is not installed (tests/tools/get)");

        var first = await DeliverAsync();

        first.ShouldContain("web | ");
        first.ShouldContain("COPY busybox /bin/busybox");
        var live = (await world.LiveAsync("east-1", "deployments", "default", "web")).ShouldNotBeNull();
        live["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString().ShouldMatch("@sha256:[0-9a-f]{64}$");
        (await world.LiveAsync("west-1", "deployments", "default", "cache"))!["spec"]!["replicas"]!.GetValue<int>().ShouldBe(3);
        (await world.LiveAsync("west-1", "configmaps", "default", "settings"))!["data"]!["currency"]!.ToString().ShouldBe("EUR");

        var second = await DeliverAsync();

        second.ShouldContain("nothing to build");
        (await world.Api.GetAsync("namespaces/default/applications/shop/revisions")).Json["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_component_that_has_not_changed_is_not_built_for_the_next_version()
    {
        Assert.SkipUnless(new ToolBox().TryFind("buildah", out _), "buildah is not installed (tests/tools/get)");
        var repository = await SampleRepository.MakeAsync(world.DataDirectory, CancellationToken.None);
        var source = new JsonObject { ["type"] = "webservice", ["image"] = new JsonObject { ["git"] = $"{repository.Address}#main", ["path"] = "api" } };
        await world.Api.PutAsync("namespaces/default/sources/unchanged/api", source);

        (await PackageAsync("1.0.0"))["components"]![0]!["reused"]!.GetValue<bool>().ShouldBeFalse();
        (await PackageAsync("1.1.0"))["components"]![0]!["reused"]!.GetValue<bool>().ShouldBeTrue();
    }

    private async Task<JsonObject> PackageAsync(string version)
    {
        await world.Api.PostAsync("namespaces/default/packages/unchanged", new JsonObject { ["version"] = version });
        var answer = await world.Api.GetAsync($"namespaces/default/packages/unchanged/{version}?wait=60s");
        answer.Json["phase"]!.ToString().ShouldBe("succeeded", answer.Text);
        return answer.Json;
    }

    /// <summary>Delivers as ./run does; what it printed.</summary>
    private async Task<string> DeliverAsync()
    {
        var printed = new StringWriter();
        var log = new ProgressLog(
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(printed), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors }),
            TimeProvider.System);
        using var gateway = new GatewayClient(world.Gateway, world.AdminKey);
        var repository = await SampleRepository.MakeAsync(world.DataDirectory, CancellationToken.None);
        var sample = Sample.Load(repository.Address);

        var version = await new SamplePackaging(gateway, log, TimeProvider.System).RunAsync(sample, repository.Commit, CancellationToken.None);
        (await new SampleDelivery(gateway, log, TimeProvider.System).RunAsync(sample.Naming(version), CancellationToken.None)).ShouldBeNull(printed.ToString());
        return printed.ToString();
    }
}
