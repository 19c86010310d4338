using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Build;
using Platform.Oci;

namespace Platform.Package.Tests;

/// <summary>Every sample of docs/build-and-package.md is registered and made, by both services, from servers of the test's own.</summary>
public sealed partial class DocumentedSourcesTests
{
    private const string Map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_sample_of_the_page_becomes_a_component_of_a_package()
    {
        ExternalProgram.Require("buildah");
        await using var registry = await RegistryServer.StartAsync();
        await using var files = await FilesAsync();
        using var git = await RepositoryAsync();
        using var data = new DataFolder();
        await PushAsync(registry);
        await using var host = await ServiceHost.StartAsync(
            "local",
            data,
            builder =>
            {
                builder.AddBuildService();
                builder.AddPackageService();
            },
            app =>
            {
                app.MapBuildService();
                app.MapPackageService();
            },
            ("Build:AllowHttp", "true"), ("Build:AllowLoopback", "true"), ("Build:AllowedFolders:0", git.Above));
        var samples = await SamplesAsync();
        samples.Count.ShouldBeGreaterThanOrEqualTo(12);

        foreach (var (path, body) in samples)
        {
            var put = await host.SendAsync(HttpMethod.Put, path, Here(body, registry, files, git), type: "application/yaml");
            put.Status.ShouldBe(201, $"{path}: {put.Text}");
        }

        await host.SendAsync(HttpMethod.Post, "namespaces/default/packages/shop?wait=55s", """{"version":"1.4.0","tags":["latest"]}""");
        var package = (await host.GetAsync("namespaces/default/packages/shop/latest?wait=55s")).Json;

        package["phase"]!.GetValue<string>().ShouldBe("succeeded", package.ToJsonString());
        package["components"]!.AsArray().Count.ShouldBe(samples.Count);
        var carried = package["components"]!.AsArray().Select(c => c!["contentType"]?.GetValue<string>()).OfType<string>().Distinct();
        carried.ShouldBe([PackageNames.ChartContent, PackageNames.KustomizeContent, PackageNames.ManifestsContent, PackageNames.ConfigContent], ignoreOrder: true);
        var raw = await ExternalProgram.RunAsync("skopeo", "inspect", "--raw", $"oci:{data.Artifacts}:packages/default/shop:1.4.0");
        TestContext.Current.TestOutputHelper?.WriteLine(raw);
        JsonNode.Parse(raw)!["manifests"]!.AsArray().Count.ShouldBe(samples.Count);
    }

    private static async Task<List<(string Path, string Body)>> SamplesAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
            folder = folder.Parent!;
        var page = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docs", "build-and-package.md"), Ct);
        return [.. Sample().Matches(page).Select(m => (m.Groups["path"].Value, m.Groups["body"].Value))];
    }

    private static string Here(string body, RegistryServer registry, FileServer files, GitRepository git) => body
        .Replace("https://git.example/shop.git", git.Url, StringComparison.Ordinal)
        .Replace("https://charts.example", files.Url, StringComparison.Ordinal)
        .Replace("https://files.example", files.Url, StringComparison.Ordinal)
        .Replace("registry.example", registry.Host, StringComparison.Ordinal);

    private static Task<GitRepository> RepositoryAsync() => GitRepository.CreateAsync(
        ("web/Dockerfile", "FROM scratch\nARG GREETING\nCOPY hello.txt /\n"),
        ("web/hello.txt", "hello\n"),
        ("charts/search/Chart.yaml", "apiVersion: v2\nname: search\nversion: 0.1.0\n"),
        ("charts/search/templates/map.yaml", Map),
        ("deploy/base/kustomization.yaml", "resources: [map.yaml]\n"),
        ("deploy/base/map.yaml", Map),
        ("deploy/overlays/prod/kustomization.yaml", "namePrefix: prod-\nresources: [../../base]\n"),
        ("config/app.properties", "a=b\n"));

    private static async Task<FileServer> FilesAsync()
    {
        var server = await FileServer.StartAsync();
        var chart = await ChartAsync();
        server.Files["/cache-1.2.3.tgz"] = server.Files["/stable/cache-1.2.3.tgz"] = chart;
        server.Files["/stable/index.yaml"] = Encoding.UTF8.GetBytes(
            $"apiVersion: v1\nentries:\n  cache:\n  - {{name: cache, version: 1.2.3, digest: {Digest.Of(chart).Hex}, urls: [cache-1.2.3.tgz]}}\n");
        server.Files["/manifests.tar.gz"] = await TarGzip.PackAsync([new PackedFile("rbac/account.yaml", Encoding.UTF8.GetBytes(Map))], Ct);
        return server;
    }

    private static async Task PushAsync(RegistryServer registry)
    {
        using var registries = new Registries(new RegistriesOptions());
        var store = registry.Open(registries);
        await new ScratchImage { Files = [new ImageFile("/bin/front", "front"u8.ToArray(), true)] }.PushAsync(store, "shop/front", "1.2.0", Ct);
        var chart = await store.PushBlobAsync("charts/cache", PackageNames.ChartContent, await ChartAsync(), Ct);
        var config = await store.PushBlobAsync("charts/cache", PackageNames.ChartConfig, """{"name":"cache","version":"1.2.3"}"""u8.ToArray(), Ct);
        await store.PushManifestAsync("charts/cache", new Manifest { Config = config, Layers = [chart] }, "1.2.3", Ct);
    }

    private static Task<byte[]> ChartAsync() => TarGzip.PackAsync(
        [
            new PackedFile("cache/Chart.yaml", "apiVersion: v2\nname: cache\nversion: 1.2.3\n"u8.ToArray()),
            new PackedFile("cache/values.yaml", "level: info\n"u8.ToArray()),
            new PackedFile("cache/templates/map.yaml", Encoding.UTF8.GetBytes(Map + "data: {level: \"{{ .Values.level }}\"}\n")),
        ],
        Ct);

    [GeneratedRegex("```yaml\n# PUT (?<path>namespaces/[^\n]+)\n(?<body>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
