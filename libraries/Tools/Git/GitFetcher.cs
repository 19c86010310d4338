using System.Text;
using System.Text.RegularExpressions;

namespace Platform.Tools;

/// <summary>
/// Fetches one directory of a git repository at one commit: the newest state of a branch, a tag, or a commit, without its history. The
/// repository is hostile input: see <see cref="GitAddress"/> and <see cref="GitSession"/> for what is not done with it. Submodules and
/// LFS files are not fetched.
/// </summary>
public sealed partial class GitFetcher(ToolRunner runner, GitPolicy policy)
{
    private const string Source = "refs/platform/source";

    /// <summary>
    /// Fetches into a folder, which is made. Throws <see cref="GitException"/> with what the person who named the repository can do about
    /// it, <see cref="ToolMissingException"/> where there is no git.
    /// </summary>
    public async Task<GitTree> FetchAsync(GitRequest request, string folder, CancellationToken ct = default)
    {
        if (!GitAddress.TryParse(request.Url, policy, out var address, out var fault))
            throw new GitException($"git.url '{request.Url}' {fault}.");
        if (request.Ref is { } given && !Ref().IsMatch(given))
            throw new GitException($"git.ref '{given}' can be no branch, tag or commit.");
        if (!string.IsNullOrEmpty(request.Path) && ArchivePaths.Fault(request.Path) is { } pathFault)
            throw new GitException($"git.path '{request.Path}' {pathFault}.");
        if (address.Folder is { } local && !Directory.Exists(local))
            throw new GitException($"{address.Url} does not exist.");

        var mask = new SecretMask([request.Credentials?.Password, request.Credentials?.SshKey]);
        var home = Path.Combine(folder, "home");
        try
        {
            var session = await GitSession.OpenAsync(address, request.Credentials, policy, home, ct);
            var repository = await CreateAsync(Path.Combine(folder, "repository"), ct);
            await FetchAsync(session, address, request.Ref, repository, mask, ct);
            return await ResolveAsync(session, request, repository, ct);
        }
        finally
        {
            // Keys and known hosts are in there.
            Folders.Remove(home);
        }
    }

    /// <summary>Writes a fetched directory's files into a folder, which is made. Throws <see cref="GitException"/> when they are too many or too large.</summary>
    public async Task CheckOutAsync(GitTree tree, string folder, CancellationToken ct = default)
    {
        var home = Path.Combine(Path.GetDirectoryName(tree.Repository)!, "home");
        var session = await GitSession.OpenAsync(new GitAddress { Url = "", Scheme = "file", Host = "", Port = 0 }, null, policy, home, ct);
        await CheckSizeAsync(session, tree, ct);
        Directory.CreateDirectory(folder);
        await GitAsync(
            session.Run(tree.Repository, policy, $"--work-tree={Path.GetFullPath(folder)}", "read-tree", "--reset", "-u", tree.Tree),
            "Checking out", new SecretMask([]), ct);
        Folders.Remove(home);
    }

    private async Task FetchAsync(GitSession session, GitAddress address, string? reference, string repository, SecretMask mask, CancellationToken ct)
    {
        ToolResult? last = null;
        foreach (var candidate in Candidates(reference))
        {
            last = await runner.RunAsync(FetchRun(session, repository, ["--depth=1"], address.Url, $"+{candidate}:{Source}"), ct);
            if (last.ExitCode == 0)
                return;
            if (!IsUnknown(last.Errors))
                throw Failed(address.Url, last, repository, mask);
        }

        // A commit that is no branch's newest is not given by every server; then all of them are fetched, and it is among them.
        if (reference is not null && Hexadecimal().IsMatch(reference) && await FetchAllAsync(session, address, reference, repository, mask, ct))
            return;
        throw new GitException($"{address.Url} has no branch, tag or commit '{reference ?? "HEAD"}'.", last is null ? null : Failed(address.Url, last, repository, mask));
    }

    private async Task<bool> FetchAllAsync(GitSession session, GitAddress address, string commit, string repository, SecretMask mask, CancellationToken ct)
    {
        var all = await runner.RunAsync(FetchRun(session, repository, [], address.Url, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"), ct);
        if (all.ExitCode != 0)
            throw Failed(address.Url, all, repository, mask);
        if (await RevParseAsync(session, repository, commit + "^{commit}", ct) is not { } found)
            return false;
        await GitAsync(session.Run(repository, policy, "update-ref", Source, found), "git update-ref", mask, ct);
        return true;
    }

    private ToolRun FetchRun(GitSession session, string repository, string[] options, string url, params string[] references) => session.Run(
        repository, policy, ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", .. options, "--end-of-options", url, .. references]);

    // What git init would make, without a process for it.
    private static async Task<string> CreateAsync(string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.Combine(folder, "objects"));
        Directory.CreateDirectory(Path.Combine(folder, "refs"));
        await File.WriteAllTextAsync(Path.Combine(folder, "HEAD"), "ref: refs/heads/main\n", ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n", ct);
        return folder;
    }

    private async Task<GitTree> ResolveAsync(GitSession session, GitRequest request, string repository, CancellationToken ct)
    {
        var path = Cleaned(request.Path ?? "");
        var asked = $"{Source}^{{commit}}\n{(path.Length == 0 ? $"{Source}^{{tree}}" : $"{Source}^{{commit}}:{path}")}\n";
        var run = session.Run(repository, policy, "cat-file", "--batch-check") with { Input = Encoding.UTF8.GetBytes(asked) };
        // A line for each: "digest kind size", or what was asked and "missing".
        var answers = (await GitAsync(run, "Looking up the commit", new SecretMask([]), ct)).Output.Split('\n').Select(l => l.Split(' ')).ToArray();
        if (answers[0] is not [var commit, "commit", _])
            throw new GitException($"'{request.Ref}' of {request.Url} is no commit.");
        return answers[1] is [var tree, "tree", _]
            ? new GitTree(repository, commit, tree)
            : throw new GitException($"{request.Url} has no directory '{path}' at {request.Ref ?? "its default branch"} ({commit[..12]}).");
    }

    private static string Cleaned(string path) => string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != "."));

    private async Task<string?> RevParseAsync(GitSession session, string repository, string what, CancellationToken ct)
    {
        var result = await runner.RunAsync(session.Run(repository, policy, "rev-parse", "--verify", "--quiet", "--end-of-options", what), ct);
        return result.ExitCode == 0 ? result.Output.Trim().Split('\n')[^1] : null;
    }

    private async Task CheckSizeAsync(GitSession session, GitTree tree, CancellationToken ct)
    {
        var list = await GitAsync(session.Run(tree.Repository, policy, "ls-tree", "-r", "-l", "-z", tree.Tree), "Listing the files", new SecretMask([]), ct);
        long bytes = 0;
        var files = 0;
        // "100644 blob 8b13789…    1234<tab>path", each ended by NUL; a submodule has - for its size.
        foreach (var line in list.Output.AsSpan().Split('\0'))
        {
            var entry = list.Output.AsSpan(line);
            if (entry.IndexOf('\t') is var tab and > 0 && long.TryParse(entry[(entry[..tab].LastIndexOf(' ') + 1)..tab], out var size))
                (bytes, files) = (bytes + size, files + 1);
        }

        if (bytes > policy.MaxBytes || files > policy.MaxFiles)
            throw new GitException($"The directory holds {files} files of {bytes} bytes; {policy.MaxFiles} files of {policy.MaxBytes} bytes are allowed.");
    }

    private async Task<ToolResult> GitAsync(ToolRun run, string what, SecretMask mask, CancellationToken ct)
    {
        var result = await runner.RunAsync(run, ct);
        return result.ExitCode == 0 ? result : throw Failed(what, result, run.Directory, mask);
    }

    private GitException Failed(string what, ToolResult result, string repository, SecretMask mask)
    {
        var said = mask.Apply(result.Errors.Trim());
        // A program that wrote more than its limit may have been ended without a word (SIGXFSZ); the file tells.
        return Folders.SizeOf(repository) >= policy.MaxBytes
            ? new GitException($"{what}: more than {policy.MaxBytes} bytes would be fetched.")
            : new GitException($"{what} cannot be fetched: {(said.Length > 0 ? said : $"git ended with exit code {result.ExitCode}")}");
    }

    private static IEnumerable<string> Candidates(string? reference) => reference switch
    {
        null => ["HEAD"],
        _ when reference.StartsWith("refs/", StringComparison.Ordinal) => [reference],
        _ when Commit().IsMatch(reference) => [reference],
        // A branch wins over a tag of the same name, as with git clone --branch.
        _ => ["refs/heads/" + reference, "refs/tags/" + reference],
    };

    private static bool IsUnknown(string errors) =>
        errors.Contains("couldn't find remote ref", StringComparison.Ordinal)
        || errors.Contains("not our ref", StringComparison.Ordinal)
        || errors.Contains("unadvertised object", StringComparison.Ordinal);

    // git check-ref-format, and nothing that is more than a name in a refspec.
    [GeneratedRegex(@"\A(?![-+./])(?!.*(\.\.|@\{|//|\.lock(/|\z)))[^\x00-\x20~^:?*\[\\\x7f]{1,200}(?<![./])\z")]
    private static partial Regex Ref();

    [GeneratedRegex(@"\A[0-9a-f]{40}\z")]
    private static partial Regex Commit();

    [GeneratedRegex(@"\A[0-9a-f]{7,40}\z")]
    private static partial Regex Hexadecimal();
}
