using Microsoft.AspNetCore.Http;
using Platform.Network;
using Platform.Tests.Support;
using Platform.Tools;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Tools;

/// <summary>Real repositories, from files and over HTTP.</summary>
public sealed class GitFetcherTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_folder.Path, "files");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_branch_a_tag_and_a_commit_are_fetched_as_they_are_now()
    {
        using var repository = await GitRepository.CreateAsync(("a", "one"));
        var first = await repository.GitAsync("rev-parse", "HEAD");
        await repository.GitAsync("tag", "v1");
        await repository.GitAsync("-c", "user.name=t", "-c", "user.email=t@example.org", "tag", "-a", "-m", "annotated", "v1-annotated");
        var second = await repository.CommitAsync(("a", "two"));
        await repository.GitAsync("checkout", "--quiet", "-b", "feature/x");
        var third = await repository.CommitAsync(("a", "three"));

        foreach (var (reference, commit) in new (string?, string)[]
                 {
                     (null, third), ("main", second), ("feature/x", third), ("refs/heads/main", second),
                     ("v1", first), ("v1-annotated", first), (first, first), (second, second), (first[..10], first),
                 })
            (await FetchAsync(repository, reference)).Commit.ShouldBe(commit, reference);
    }

    [Fact]
    public async Task A_sub_directory_is_checked_out_alone_and_its_tree_does_not_depend_on_the_rest()
    {
        using var repository = await GitRepository.CreateAsync(("web/Dockerfile", "FROM scratch"), ("web/src/main.c", "int x;"), ("other", "1"));
        var before = await FetchAsync(repository, path: "web/");
        await repository.CommitAsync(("other", "2"));
        var after = await FetchAsync(repository, path: "./web");

        after.Tree.ShouldBe(before.Tree);
        after.Commit.ShouldNotBe(before.Commit);

        await Fetcher(repository).CheckOutAsync(after, Target, Ct);
        Directory.EnumerateFiles(Target, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Target, f)).ShouldBe(["Dockerfile", "src/main.c"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("nope", null, "has no branch, tag or commit 'nope'")]
    [InlineData("0123456789012345678901234567890123456789", null, "has no branch, tag or commit")]
    [InlineData(null, "nope", "has no directory 'nope'")]
    [InlineData(null, "file", "has no directory 'file'")]
    [InlineData(null, "../x", "'..'")]
    [InlineData(null, "/etc", "absolute")]
    [InlineData("--upload-pack=touch", null, "can be no branch")]
    [InlineData("main:refs/heads/other", null, "can be no branch")]
    [InlineData("a..b", null, "can be no branch")]
    public async Task What_is_not_there_or_no_name_is_said(string? reference, string? path, string why)
    {
        using var repository = await GitRepository.CreateAsync(("file", "x"), ("folder/x", "x"));

        (await Should.ThrowAsync<GitException>(() => FetchAsync(repository, reference, path))).Message.ShouldContain(why);
    }

    [Theory]
    [InlineData("ext::sh -c touch% /tmp/owned", "a repository address is expected")]
    [InlineData("ext::touch", "no address")]
    [InlineData("--upload-pack=touch", "a repository address is expected")]
    [InlineData("/etc", "is not below a folder")]
    [InlineData("file:///etc", "is not below a folder")]
    [InlineData("file://server/share", "another machine")]
    [InlineData("git://git.example/x.git", "is git://")]
    [InlineData("ftp://git.example/x.git", "is ftp://")]
    [InlineData("http://git.example/x.git", "does not allow")]
    [InlineData("https://user:pass@git.example/x.git", "credentials in it")]
    [InlineData("https://git.example/x.git?ref=main", "query")]
    [InlineData("ssh://-oProxyCommand=touch/x", "no address")]
    [InlineData("-oProxyCommand=touch:x", "a repository address is expected")]
    [InlineData("https://127.0.0.1/x.git", "loopback")]
    [InlineData("https://localhost/x.git", "this machine")]
    [InlineData("https://10.1.2.3/x.git", "private")]
    [InlineData("https://169.254.169.254/latest", "metadata")]
    [InlineData("https://[::ffff:169.254.169.254]/latest", "metadata")]
    [InlineData("git@169.254.169.254:x.git", "metadata")]
    [InlineData("https://metadata.google.internal/x", "metadata")]
    [InlineData("https://no-such-host.invalid/x.git", "not known")]
    public async Task A_hostile_or_unreachable_address_is_refused(string url, string why)
    {
        using var repository = await GitRepository.CreateAsync(("a", "x"));

        (await Should.ThrowAsync<GitException>(() => Fetcher(repository).FetchAsync(new GitRequest { Url = url }, NewFolder(), Ct))).Message.ShouldContain(why);
    }

    [Fact]
    public async Task A_link_in_the_allowed_folder_leads_nowhere_else()
    {
        using var repository = await GitRepository.CreateAsync(("a", "x"));
        using var elsewhere = await GitRepository.CreateAsync(("secret", "x"));
        File.CreateSymbolicLink(Path.Combine(repository.Above, "link"), elsewhere.Folder);

        var request = new GitRequest { Url = "file://" + Path.Combine(repository.Above, "link") };

        (await Should.ThrowAsync<GitException>(() => Fetcher(repository).FetchAsync(request, NewFolder(), Ct))).Message.ShouldContain("is not below a folder");
    }

    [Fact]
    public async Task A_private_repository_opens_with_its_password_which_is_nowhere_to_be_seen()
    {
        using var repository = await GitRepository.CreateAsync(("a", "x"));
        await using var server = await GitServer.StartAsync(repository.Above);
        server.Login = "robot:s3cret-t0ken";
        var request = new GitRequest { Url = server.Url + "/repository/.git" };
        var folder = NewFolder();

        (await Should.ThrowAsync<GitException>(() => OverHttp(repository).FetchAsync(request, NewFolder(), Ct))).Message.ShouldContain("cannot be fetched");
        (await Should.ThrowAsync<GitException>(() => OverHttp(repository).FetchAsync(With("wr0ng-t0ken"), NewFolder(), Ct))).Message.ShouldNotContain("wr0ng");
        await OverHttp(repository).FetchAsync(With("s3cret-t0ken"), folder, Ct);

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            (await File.ReadAllTextAsync(file, Ct)).ShouldNotContain("s3cret-t0ken");

        GitRequest With(string password) => request with { Credentials = new GitCredentials { Username = "robot", Password = password } };
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var repository = await GitRepository.CreateAsync(("a", "x"));
        await using var server = await GitServer.StartAsync(repository.Above);
        await using var other = await GitServer.StartAsync(repository.Above);
        server.Instead = http =>
        {
            http.Response.Redirect(other.Url + http.Request.Path + http.Request.QueryString);
            return Task.CompletedTask;
        };

        await Should.ThrowAsync<GitException>(() => OverHttp(repository).FetchAsync(new GitRequest { Url = server.Url + "/repository/.git" }, NewFolder(), Ct));

        other.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_vanishes_half_way_is_an_answer_and_one_that_hangs_is_left()
    {
        using var repository = await GitRepository.CreateAsync(("a", "x"));
        await using var server = await GitServer.StartAsync(repository.Above);
        var request = new GitRequest { Url = server.Url + "/repository/.git" };

        server.Instead = async http =>
        {
            await http.Response.WriteAsync("001e# service=git-upload");
            await http.Response.Body.FlushAsync();
            http.Abort();
        };
        (await Should.ThrowAsync<GitException>(() => OverHttp(repository).FetchAsync(request, NewFolder(), Ct))).Message.ShouldContain("cannot be fetched");

        server.Instead = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        var impatient = new GitFetcher(new ToolRunner(new ToolBox()), Loopback(repository) with { TimeLimit = TimeSpan.FromSeconds(1) });
        (await Should.ThrowAsync<ToolException>(() => impatient.FetchAsync(request, NewFolder(), Ct))).Failure.ShouldBe(ToolFailure.TimedOut);
    }

    [Fact]
    public async Task More_than_is_allowed_is_neither_fetched_nor_checked_out()
    {
        using var repository = await GitRepository.CreateAsync(("random", Convert.ToHexString(Random.Shared.GetItems<byte>([.. Enumerable.Range(0, 256).Select(i => (byte)i)], 500_000))));
        var small = new GitFetcher(new ToolRunner(new ToolBox()), Policy(repository) with { MaxBytes = 100_000 });
        (await Should.ThrowAsync<GitException>(() => small.FetchAsync(new GitRequest { Url = repository.Url }, NewFolder(), Ct))).Message.ShouldContain("100000 bytes");

        // Packs to nothing, unpacks to much.
        await repository.CommitAsync(("random", ""), ("zeros", new string('0', 5_000_000)));
        var tree = await small.FetchAsync(new GitRequest { Url = repository.Url }, NewFolder(), Ct);
        (await Should.ThrowAsync<GitException>(() => small.CheckOutAsync(tree, Target, Ct))).Message.ShouldContain("100000 bytes");
        Directory.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_in_the_repository_is_run_and_links_stay_links()
    {
        using var repository = await GitRepository.CreateAsync((".gitattributes", "* filter=evil\n"), ("a", "x"), ("hooks/post-checkout", "#!/bin/sh\ntouch owned"));
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "passwd"), "/etc/passwd");
        await repository.CommitAsync();
        await repository.GitAsync("config", "filter.evil.smudge", "touch owned");

        await Fetcher(repository).CheckOutAsync(await FetchAsync(repository), Target, Ct);

        new FileInfo(Path.Combine(Target, "passwd")).LinkTarget.ShouldBe("/etc/passwd");
        Directory.EnumerateFiles(_folder.Path, "owned", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Over_ssh_without_known_hosts_nobody_is_trusted()
    {
        var fetcher = new GitFetcher(new ToolRunner(new ToolBox()), new GitPolicy { Addresses = new AddressPolicy { AllowLoopback = true } });

        var e = await Should.ThrowAsync<GitException>(() => fetcher.FetchAsync(
            new GitRequest { Url = "git@127.0.0.1:x.git", Credentials = new GitCredentials { SshKey = "key" } }, NewFolder(), Ct));

        e.Message.ShouldContain("knownHosts");
    }

    [Fact]
    public async Task Over_ssh_a_key_opens_and_only_the_known_server_is_spoken_to()
    {
        using var repository = await GitRepository.CreateAsync(("a", "x"));
        await using var server = await SshServer.StartAsync();
        var url = $"ssh://{Environment.UserName}@127.0.0.1:{server.Port}{repository.Folder}";
        var credentials = new GitCredentials { SshKey = server.Key, KnownHosts = server.KnownHosts };
        var folder = NewFolder();

        var tree = await OverHttp(repository).FetchAsync(new GitRequest { Url = url, Credentials = credentials }, folder, Ct);

        tree.Commit.ShouldBe(await repository.GitAsync("rev-parse", "HEAD"));
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            (await File.ReadAllTextAsync(file, Ct)).ShouldNotContain("PRIVATE KEY");

        var other = credentials with { KnownHosts = $"[127.0.0.1]:{server.Port} {await server.StrangersKeyAsync()}" };
        (await Should.ThrowAsync<GitException>(() => OverHttp(repository).FetchAsync(new GitRequest { Url = url, Credentials = other }, NewFolder(), Ct)))
            .Message.ShouldContain("Host key verification failed");
    }

    private static GitPolicy Policy(GitRepository repository) => new() { AllowedFolders = [repository.Above] };

    private static GitPolicy Loopback(GitRepository repository) =>
        Policy(repository) with { AllowHttp = true, Addresses = new AddressPolicy { AllowLoopback = true } };

    private static GitFetcher Fetcher(GitRepository repository) => new(new ToolRunner(new ToolBox()), Policy(repository));

    private static GitFetcher OverHttp(GitRepository repository) => new(new ToolRunner(new ToolBox()), Loopback(repository));

    private Task<GitTree> FetchAsync(GitRepository repository, string? reference = null, string? path = null) =>
        Fetcher(repository).FetchAsync(new GitRequest { Url = repository.Url, Ref = reference, Path = path }, NewFolder(), Ct);

    private string NewFolder() => Path.Combine(_folder.Path, Guid.NewGuid().ToString("n"));
}
