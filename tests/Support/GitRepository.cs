namespace Platform.Tests.Support;

/// <summary>A git repository of the test's own, to fetch from.</summary>
internal sealed class GitRepository : IDisposable
{
    private readonly TempFolder _folder = new();

    private GitRepository()
    {
    }

    /// <summary>Its work tree.</summary>
    internal string Folder => System.IO.Path.Combine(_folder.Path, "repository");

    /// <summary>The folder that holds it, for <c>AllowedFolders</c>.</summary>
    internal string Above => _folder.Path;

    internal string Url => "file://" + Folder;

    internal static async Task<GitRepository> CreateAsync(params (string Path, string Content)[] files)
    {
        var repository = new GitRepository();
        await ExternalProgram.RunAsync("git", "init", "--quiet", "-b", "main", repository.Folder);
        await repository.CommitAsync(files);
        return repository;
    }

    /// <summary>Writes files and commits everything; gives the commit.</summary>
    internal async Task<string> CommitAsync(params (string Path, string Content)[] files)
    {
        foreach (var (path, content) in files)
        {
            var file = System.IO.Path.Combine(Folder, path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, content);
        }

        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=tester", "-c", "user.email=tester@example.org", "commit", "--quiet", "--allow-empty", "-m", "a change");
        return await GitAsync("rev-parse", "HEAD");
    }

    internal async Task<string> GitAsync(params string[] arguments) => (await ExternalProgram.RunAsync("git", ["-C", Folder, .. arguments])).Trim();

    public void Dispose() => _folder.Dispose();
}
