using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Package.V1;
using Platform.Oci;

namespace Platform.Deploy.Tests;

/// <summary>Component packages as the Package service would announce them, their content in the artifact store.</summary>
internal static class Contents
{
    public const string Repository = "packages/default/shop";

    /// <summary>A chart: its objects depend on the values <c>color</c> and <c>replicas</c>.</summary>
    public static Dictionary<string, string> Chart(string version = "1.0.0") => new()
    {
        ["web/Chart.yaml"] = $"apiVersion: v2\nname: web\nversion: {version}\n",
        ["web/values.yaml"] = "color: blue\nreplicas: 1\nextra: false\n",
        ["web/templates/deployment.yaml"] = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: "{{ .Release.Name }}-web"}
            spec:
              replicas: {{ .Values.replicas }}
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "nginx:{{ .Chart.Version }}"}]}
            """,
        ["web/templates/settings.yaml"] = """
            {{- if .Values.extra }}
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: "{{ .Release.Name }}-extra"}
            ---
            {{- end }}
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: "{{ .Release.Name }}-settings", namespace: {{ .Release.Namespace }}}
            data: {color: {{ .Values.color | quote }}}
            """,
        ["web/templates/NOTES.txt"] = "This is nothing for a cluster.",
    };

    /// <summary>The same chart with more, or other, files.</summary>
    public static Dictionary<string, string> With(this Dictionary<string, string> files, params (string Path, string Text)[] more)
    {
        foreach (var (path, text) in more)
            files[path] = text;
        return files;
    }

    public static byte[] TarGzip(IEnumerable<KeyValuePair<string, string>> files)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            foreach (var (path, text) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }

        return buffer.ToArray();
    }

    /// <summary>Stores content and returns the component that carries it.</summary>
    public static async Task<PackagedComponent> StoreAsync(this DeployHost host, string component, string type, string mediaType, byte[] content)
    {
        var store = host.Service.Services.GetRequiredService<IArtifactStore>();
        var blob = await store.PushBlobAsync(Repository, mediaType, content, TestContext.Current.CancellationToken);
        return new() { Component = component, Type = type, Digest = "sha256:" + component, ContentType = mediaType, ContentDigest = blob.Digest.ToString() };
    }

    public static Task<PackagedComponent> StoreChartAsync(this DeployHost host, Dictionary<string, string> files, string component = "web") =>
        host.StoreAsync(component, "helm", PackageNames.ChartContent, TarGzip(files));

    public static Task<PackagedComponent> StoreTreeAsync(this DeployHost host, params (string Path, string Text)[] files) =>
        host.StoreAsync("web", "kustomize", PackageNames.KustomizeContent, TarGzip(files.Select(file => KeyValuePair.Create(file.Path, file.Text))));

    /// <summary>Announces package <c>shop</c> and waits until Deploy knows it.</summary>
    public static async Task PackageAsync(this DeployHost host, string version, params PackagedComponent[] components)
    {
        await host.Service.Bus.Publish(new ApplicationPackaged { Namespace = "default", Application = "shop", Version = version, Digest = "sha256:" + version, Components = components });
        await Wait.UntilAsync($"package {version}", async () =>
            await host.Service.Documents<Packages.PackageDocument>().GetAsync(Packages.PackageDocument.IdOf("default", "shop", version), TestContext.Current.CancellationToken) is not null);
    }

    /// <summary>An application of one component that comes from package <c>shop</c>, on all clusters.</summary>
    public static string Application(string version = "1.0.0", string type = "helm", string properties = "{}", string component = "web", string more = "") => $$$"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata:
          name: shop
          annotations: {platform.oam.dev/package: "shop:{{{version}}}"}
        spec:
          components:
            - name: {{{component}}}
              type: {{{type}}}
              properties: {{{properties}}}
          policies:
            - {name: where, type: topology, properties: {namespace: shop, clusterLabelSelector: {} } }
        {{{more}}}
        """;
}
