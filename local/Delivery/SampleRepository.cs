using Platform.Tools;

namespace Platform.Local.Delivery;

/// <summary>
/// The sample's git repository, made on the spot in the data folder from <c>samples/shop/repository</c> and this machine's static busybox,
/// which the Dockerfiles put into otherwise empty images: nothing is fetched from anywhere. Unchanged files give the same commit.
/// </summary>
/// <param name="Address">What the component sources name.</param>
/// <param name="Commit">Its newest commit.</param>
internal sealed record SampleRepository(string Address, string Commit)
{
    private const string Program = "busybox";
    private static readonly string[] Services = ["web", "api"];

    // Author and time are fixed, so that the same files are the same commit.
    private static readonly Dictionary<string, string> Identity = new()
    {
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_AUTHOR_NAME"] = "shop",
        ["GIT_AUTHOR_EMAIL"] = "shop@example.com",
        ["GIT_AUTHOR_DATE"] = "2026-01-01T00:00:00Z",
        ["GIT_COMMITTER_NAME"] = "shop",
        ["GIT_COMMITTER_EMAIL"] = "shop@example.com",
        ["GIT_COMMITTER_DATE"] = "2026-01-01T00:00:00Z",
    };

    /// <summary>Where such repositories lie; the Build service has to be allowed to read there.</summary>
    public static string FolderIn(string dataDirectory) => Path.Combine(dataDirectory, "samples");

    /// <exception cref="DeliveryException">git or a static busybox is missing, or git failed.</exception>
    public static async Task<SampleRepository> MakeAsync(string dataDirectory, CancellationToken cancellation)
    {
        var tools = new ToolBox();
        var folder = Path.Combine(FolderIn(dataDirectory), "shop");
        try
        {
            Folders.Remove(folder);
            Copy(Sample.RepositoryFolder, folder);
            foreach (var service in Services)
                File.Copy(tools.Find(Program), Path.Combine(folder, service, Program));

            var git = new Git(new ToolRunner(tools), folder);
            await git.RunAsync(cancellation, "init", "--quiet", "--initial-branch=main");
            await git.RunAsync(cancellation, "add", "--all");
            await git.RunAsync(cancellation, "commit", "--quiet", "--message=The shop");
            return new SampleRepository(new Uri(folder).AbsoluteUri, await git.RunAsync(cancellation, "rev-parse", "HEAD"));
        }
        catch (Exception failure) when (failure is ToolMissingException or ToolException)
        {
            throw new DeliveryException($"The sample's git repository could not be made: {failure.Message}");
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private sealed record Git(ToolRunner Runner, string Folder)
    {
        public async Task<string> RunAsync(CancellationToken cancellation, params string[] arguments)
        {
            var run = new ToolRun { Program = "git", Arguments = arguments, Directory = Folder, Environment = Identity, Network = false };
            return (await Runner.RunAsync(run, cancellation)).OrThrow($"git {arguments[0]}").Output.Trim();
        }
    }
}
