using Platform.Contracts.Build.V1;

namespace Platform.Build.Tests;

/// <summary>A repository with a Dockerfile that needs no network: a static busybox, and nothing else, is the base.</summary>
internal sealed class DockerfileRepository : IDisposable
{
    /// <summary>The beginning of a Dockerfile: busybox, which is a shell when it is called so.</summary>
    internal const string Base = """
        FROM scratch
        COPY busybox /bin/busybox
        COPY busybox /bin/sh

        """;

    private DockerfileRepository(GitRepository git) => Git = git;

    internal GitRepository Git { get; }

    /// <summary>The setting that lets the service fetch it.</summary>
    internal (string Key, string Value) Allowed => ("Build:AllowedFolders:0", Git.Above);

    internal ImageSource Image => new() { Git = new GitSource { Url = Git.Url } };

    internal static async Task<DockerfileRepository> CreateAsync(string afterBase, params (string Path, string Content)[] files)
    {
        ExternalProgram.Require("buildah");
        var busybox = ExternalProgram.Require("busybox");
        var git = await GitRepository.CreateAsync([("Dockerfile", Base + afterBase), .. files]);
        File.Copy(busybox, Path.Combine(git.Folder, "busybox"));
        await git.CommitAsync();
        return new DockerfileRepository(git);
    }

    public void Dispose() => Git.Dispose();
}
