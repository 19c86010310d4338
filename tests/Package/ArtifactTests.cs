using System.Text.Json.Nodes;

namespace Platform.Package.Tests;

/// <summary>A package as the world's tools see it, in the folder and in a real registry.</summary>
public sealed class ArtifactTests
{
    [Fact]
    public async Task Skopeo_reads_a_package_in_the_folder()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.RegisterAsync("web", "api");
        var digest = (await host.PostAsync("1.4.0")).Json["digest"]!.GetValue<string>();

        var raw = await ExternalProgram.RunAsync("skopeo", "inspect", "--raw", $"oci:{data.Artifacts}:packages/default/shop:1.4.0");

        Check(raw, digest);
    }

    [Fact]
    public async Task A_package_goes_into_a_registry_and_out_of_it()
    {
        await using var registry = await RegistryServer.StartAsync();
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, settings: ("Platform:Registry", $"http://{registry.Host}"));
        await host.RegisterAsync("web", "api");
        var package = (await host.PostAsync("1.4.0")).Json;

        package["phase"]!.GetValue<string>().ShouldBe("succeeded", package.ToJsonString());
        package["reference"]!.GetValue<string>().ShouldStartWith($"{registry.Host}/packages/default/shop:1.4.0@sha256:");
        var raw = await ExternalProgram.RunAsync("skopeo", "inspect", "--raw", "--tls-verify=false", $"docker://{registry.Host}/packages/default/shop:1.4.0");
        Check(raw, package["digest"]!.GetValue<string>());
        using var copy = new TempFolder();
        await ExternalProgram.RunAsync(
            "skopeo", "copy", "--insecure-policy", "--src-tls-verify=false", "--all", $"docker://{registry.Host}/packages/default/shop:1.4.0", $"oci:{copy.Path}:copy");

        (await host.Service.SendAsync(HttpMethod.Delete, PackageHost.Packages + "/1.4.0")).Status.ShouldBe(204);
        (await host.Store.ResolveAsync("packages/default/shop", "1.4.0", TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    private static void Check(string raw, string digest)
    {
        Oci.Digest.Of(System.Text.Encoding.UTF8.GetBytes(raw)).ToString().ShouldBe(digest);
        var index = JsonNode.Parse(raw)!;
        index["artifactType"]!.GetValue<string>().ShouldBe("application/vnd.platform.application.v1");
        index["annotations"]!["org.opencontainers.image.version"]!.GetValue<string>().ShouldBe("1.4.0");
        index["manifests"]!.AsArray().Select(m => m!["annotations"]!["platform.component"]!.GetValue<string>()).ShouldBe(["api", "web"]);
    }
}
