using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Platform.Local;
using Platform.Local.Clusters;
using Platform.Local.Delivery;
using Platform.Local.Distributed;
using Platform.Local.Embedded;
using Platform.Oci;

namespace Platform.Benchmarks;

/// <summary>
/// What planning of a chart costs: from the POST of an Application of one helm component to its answer, by which time everything is rendered
/// and kept. With the same values for all clusters, with other values for each, and again with nothing new to render.
/// </summary>
internal static class PlanningTimes
{
    private const int Times = 5;

    public static async Task RunAsync(IEnumerable<int> clusters)
    {
        Console.WriteLine($"planning one helm component, median of {Times}, ms:");
        Console.WriteLine($"  {"clusters",8} {"same values",12} {"own values",12} {"rendered before",16} {"a webservice",13}");
        foreach (var count in clusters)
            await RunAsync(count);
    }

    private static async Task RunAsync(int count)
    {
        var options = new LocalOptions { DataDirectory = Directory.CreateTempSubdirectory("platform-benchmark-").FullName, Port = FreePorts.Take(1)[0] };
        await PushChartAsync(options.DataDirectory);
        await using var fleet = await SandboxClusters.StartAsync(count, options.DataDirectory);
        await using var platform = await EmbeddedPlatform.StartAsync(options, CancellationToken.None);
        using var gateway = new GatewayClient(platform.Gateway, platform.AdminKey);
        await SandboxClusters.RegisterAsync(fleet, gateway, CancellationToken.None);
        await SubmitAsync(gateway, "warm", Chart("warm"));

        var same = await MedianAsync(gateway, i => ($"same-{i}", Chart($"shared {i}")));
        var own = await MedianAsync(gateway, i => ($"own-{i}", Chart($"own {i} of ${{cluster.name}}")));
        var again = await MedianAsync(gateway, i => ($"own-{i}", Chart($"own {i} of ${{cluster.name}}").Replace("values:", "release: {name: web}, values:", StringComparison.Ordinal)));
        var plain = await MedianAsync(gateway, i => ($"plain-{i}", "type: webservice, properties: {image: 'nginx:1.25'}"));
        Console.WriteLine($"  {count,8} {same,12:0} {own,12:0} {again,16:0} {plain,13:0}");
    }

    private static async Task<double> MedianAsync(GatewayClient gateway, Func<int, (string Name, string Component)> application)
    {
        var times = new List<double>();
        for (var i = 0; i < Times; i++)
            times.Add(await SubmitAsync(gateway, application(i).Name, application(i).Component));
        return times.Order().ElementAt(Times / 2);
    }

    private static async Task<double> SubmitAsync(GatewayClient gateway, string name, string component)
    {
        var began = Stopwatch.GetTimestamp();
        await gateway.SendYamlAsync(HttpMethod.Put, $"namespaces/default/applications/{name}", Application(name, component), CancellationToken.None);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static string Chart(string color) =>
        $"type: helm, properties: {{chart: {{source: 'oci://platform.local/charts/web', version: 1.0.0}}, values: {{color: '{color}'}}}}, dependsOn: []";

    private static string Application(string name, string component) => $$"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: {{name}} }
        spec:
          components:
            - {name: web, {{component}} }
          policies:
            - {name: all, type: topology, properties: {namespace: {{name}}, clusterLabelSelector: {} } }
        """;

    private static async Task PushChartAsync(string dataDirectory)
    {
        using var registries = new Registries(new RegistriesOptions());
        var store = new ArtifactStoreOptions { Directory = Path.Combine(dataDirectory, "artifacts") }.Open(registries);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip))
        {
            foreach (var (path, text) in Files())
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }

        var chart = await store.PushBlobAsync("charts/web", PackageNames.ChartContent, packed.ToArray());
        var config = await store.PushBlobAsync("charts/web", MediaTypes.Empty, "{}"u8.ToArray());
        await store.PushManifestAsync("charts/web", new Manifest { Config = config, Layers = [chart] }, "1.0.0");
    }

    /// <summary>Ten objects.</summary>
    private static IEnumerable<(string Path, string Text)> Files()
    {
        yield return ("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        yield return ("web/values.yaml", "color: blue\n");
        for (var i = 0; i < 10; i++)
            yield return ($"web/templates/settings-{i}.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: settings-{i}}}\ndata: {{color: {{{{ .Values.color | quote }}}}}}\n");
    }
}
