using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Tools;

namespace Platform.Build.Images;

/// <summary>Fetches what sources name in git, with their credentials, into the folder of the run.</summary>
internal sealed class GitSources(GitFetcher git)
{
    /// <summary>Fetches a directory. Throws <see cref="GitException"/> with what the developer can do about it.</summary>
    internal async Task<GitTree> FetchAsync(BuildJob job, GitSource source, CancellationToken ct)
    {
        await job.Log.WriteAsync($"Fetching {source.Ref ?? "the default branch"} of {source.Url}", ct);
        var secrets = job.Secrets;
        var request = new GitRequest
        {
            Url = source.Url,
            Ref = source.Ref,
            Path = source.Path,
            Credentials = new GitCredentials { Username = secrets.Username, Password = secrets.Password, SshKey = secrets.SshKey, KnownHosts = secrets.KnownHosts },
        };
        var tree = await git.FetchAsync(request, Path.Combine(job.Folder, "git"), ct);
        await job.Log.WriteAsync($"Fetched commit {tree.Commit}", ct);
        return tree;
    }

    /// <summary>Writes its files into a folder of the run.</summary>
    internal async Task<string> CheckOutAsync(BuildJob job, GitTree tree, CancellationToken ct)
    {
        var folder = Path.Combine(job.Folder, "source");
        await git.CheckOutAsync(tree, folder, ct);
        return folder;
    }
}
