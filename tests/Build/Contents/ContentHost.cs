using System.Text.Json.Nodes;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Build.Tests.Contents;

/// <summary>A Build service that may fetch from this machine, and what components of one application are in it.</summary>
internal sealed class ContentHost : IAsyncDisposable
{
    internal const string Repository = "packages/default/shop";

    private ContentHost(BuildHost host, DataFolder data) => (Host, Data) = (host, data);

    internal BuildHost Host { get; }

    internal DataFolder Data { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static async Task<ContentHost> StartAsync(GitRepository? repository = null, params (string Key, string Value)[] settings)
    {
        var data = new DataFolder();
        List<(string, string)> all = [("Build:AllowHttp", "true"), ("Build:AllowLoopback", "true"), .. settings];
        if (repository is not null)
            all.Add(("Build:AllowedFolders:0", repository.Above));
        return new ContentHost(await BuildHost.StartAsync(data, [.. all]), data);
    }

    internal static BuildComponent Wish(ComponentSource source, string component = "web") => new()
    {
        Task = Guid.NewGuid(),
        Namespace = "default",
        Application = "shop",
        PackageVersion = "1.0.0",
        Component = component,
        ContentKey = "sha256:key",
        Source = source,
        PackageComponents = [component],
    };

    /// <summary>Builds and gives what came of it.</summary>
    internal Task<BuildTask> BuildAsync(ComponentSource source, string component = "web") => Host.BuildAsync(Wish(source, component));

    /// <summary>Builds what has to succeed.</summary>
    internal async Task<BuildTask> BuiltAsync(ComponentSource source, string component = "web")
    {
        var task = await BuildAsync(source, component);
        task.Reason.ShouldBeNull();
        return task;
    }

    /// <summary>Builds what has to fail, and gives why; nothing of it may be left.</summary>
    internal async Task<string> FailedAsync(ComponentSource source)
    {
        var before = Blobs();
        var task = await BuildAsync(source);
        task.Phase.ShouldBe(BuildPhase.Failed);
        Leftovers.ShouldBeNone(Data);
        Blobs().ShouldBe(before, "nothing is stored of a component that failed");
        await Wait.UntilAsync("it is told", () => Host.Heard.Of<ComponentBuildFailed>().Any(f => f.Task == task.Task));
        return Host.Heard.Of<ComponentBuildFailed>().Single(f => f.Task == task.Task).Reason;
    }

    internal async Task<byte[]> ContentAsync(BuildTask task) =>
        (await Host.Store.GetBlobAsync(Repository, Digest.Parse(task.ContentDigest.ShouldNotBeNull()), ct: Ct)).ShouldNotBeNull();

    internal async Task<string> TextAsync(BuildTask task) => System.Text.Encoding.UTF8.GetString(await ContentAsync(task));

    /// <summary>The files of a packed tree, in the archive's order.</summary>
    internal async Task<List<string>> PathsAsync(BuildTask task)
    {
        await using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(await ContentAsync(task)), System.IO.Compression.CompressionMode.Decompress);
        await using var tar = new System.Formats.Tar.TarReader(gzip);
        var paths = new List<string>();
        while (await tar.GetNextEntryAsync(cancellationToken: Ct) is { } entry)
            paths.Add(entry.Name);
        return paths;
    }

    /// <summary>What stands beside the package about where it comes from.</summary>
    internal async Task<JsonNode> ProvenanceAsync(BuildTask task)
    {
        var statement = (await Referrers.ListAsync(Host.Store, Repository, Digest.Parse(task.Digest!), Ct))[0];
        var manifest = (await Host.Store.GetManifestAsync(Repository, statement.Digest.ToString(), Ct))!.AsManifest();
        return JsonNode.Parse((await Host.Store.GetBlobAsync(Repository, manifest.Layers[0].Digest, ct: Ct))!)!;
    }

    /// <summary>Runs one of the tools the product uses, as its users do.</summary>
    internal static async Task<string> ToolAsync(string program, params string[] arguments)
    {
        using var folder = new TempFolder();
        var result = await new ToolRunner(new ToolBox()).RunAsync(new ToolRun { Program = program, Arguments = arguments, Directory = folder.Path }, Ct);
        return result.OrThrow(program).Output;
    }

    /// <summary>A small chart, as files of a repository.</summary>
    internal static (string Path, string Content)[] Chart(string folder, string name = "web", string version = "1.0.0", string template = "{{ .Values.level }}") =>
    [
        ($"{folder}/Chart.yaml", $"apiVersion: v2\nname: {name}\nversion: {version}\n"),
        ($"{folder}/values.yaml", "level: info\n"),
        ($"{folder}/.helmignore", "notes.txt\n"),
        ($"{folder}/notes.txt", "not in the package\n"),
        ($"{folder}/templates/map.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  level: {template}\n"),
    ];

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Data.Dispose();
    }

    private int Blobs()
    {
        var blobs = Path.Combine(Data.Artifacts, "blobs", "sha256");
        return Directory.Exists(blobs) ? Directory.GetFiles(blobs).Length : 0;
    }
}
