using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Build.Tests.Contents;

/// <summary>Helm charts from everywhere, with Helm itself as the reader.</summary>
public sealed class ChartTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chart_in_git_is_packed_and_the_same_chart_gives_the_same_package()
    {
        using var repository = await GitRepository.CreateAsync(ContentHost.Chart("charts/web"));
        await using var host = await ContentHost.StartAsync(repository);

        var first = await host.BuiltAsync(FromGit(repository));
        var commit = await repository.CommitAsync(("elsewhere.txt", "another commit, the same chart"));
        var second = await host.BuiltAsync(FromGit(repository));

        second.Digest.ShouldBe(first.Digest);
        second.Reused.ShouldBeTrue();
        first.ContentType.ShouldBe(PackageNames.ChartContent);
        (await host.PathsAsync(first)).ShouldBe(["web/.helmignore", "web/Chart.yaml", "web/templates/map.yaml", "web/values.yaml"]);
        var statements = await Referrers.ListAsync(host.Host.Store, ContentHost.Repository, Digest.Parse(first.Digest!), Ct);
        statements.Count.ShouldBe(2);
        var provenance = await host.ProvenanceAsync(first);
        provenance["predicateType"]!.GetValue<string>().ShouldBe("https://slsa.dev/provenance/v1");
        provenance["predicate"]!["buildDefinition"]!["resolvedDependencies"]![0]!["digest"]!["gitCommit"]!.GetValue<string>().Length.ShouldBe(commit.Length);
        provenance["subject"]![0]!["digest"]!["sha256"]!.GetValue<string>().ShouldBe(Digest.Parse(first.Digest!).Hex);
    }

    [Fact]
    public async Task Helm_pulls_the_chart_from_a_real_registry_under_its_own_name_and_version()
    {
        await using var registry = await RegistryServer.StartAsync();
        using var repository = await GitRepository.CreateAsync(ContentHost.Chart("charts/web", version: "1.2.0+build.3"));
        await using var host = await ContentHost.StartAsync(repository, ("Platform:Registry", $"http://{registry.Host}"));

        var task = await host.BuiltAsync(FromGit(repository));

        using var target = new TempFolder();
        await ContentHost.ToolAsync(
            "helm", "pull", $"oci://{registry.Host}/charts/default/shop/web", "--version", "1.2.0+build.3", "--plain-http", "--destination", target.Path);
        var pulled = Directory.GetFiles(target.Path).ShouldHaveSingleItem();
        Digest.Of(await File.ReadAllBytesAsync(pulled, Ct)).ToString().ShouldBe(task.ContentDigest);
        (await ContentHost.ToolAsync("helm", "template", "x", pulled)).ShouldContain("level: info");
    }

    [Fact]
    public async Task A_chart_of_a_repository_is_chosen_by_range_and_carried_byte_by_byte()
    {
        await using var server = await FileServer.StartAsync();
        await using var host = await ContentHost.StartAsync();
        var (old, chosen, pre) = (await PackAsync("1.2.0"), await PackAsync("1.9.1"), await PackAsync("2.0.0-rc.1"));
        server.Files["/stable/web-1.2.0.tgz"] = old;
        server.Files["/stable/web-1.9.1.tgz"] = chosen;
        server.Files["/stable/web-2.0.0-rc.1.tgz"] = pre;
        server.Files["/stable/index.yaml"] = Index(("1.2.0", old), ("2.0.0-rc.1", pre), ("1.9.1", chosen));

        var ranged = await host.BuiltAsync(FromRepository(server, "^1.2"));
        var newest = await host.BuiltAsync(FromRepository(server, null));
        var exact = await host.BuiltAsync(FromRepository(server, "1.2.0"));

        (await host.ContentAsync(ranged)).ShouldBe(chosen);
        newest.ContentDigest.ShouldBe(ranged.ContentDigest);
        (await host.ContentAsync(exact)).ShouldBe(old);
        (await host.FailedAsync(FromRepository(server, ">=3"))).ShouldContain("no version of chart web is >=3; the newest are 2.0.0-rc.1, 1.9.1, 1.2.0.");
    }

    [Fact]
    public async Task A_chart_that_is_not_what_the_index_says_is_refused()
    {
        await using var server = await FileServer.StartAsync();
        await using var host = await ContentHost.StartAsync();
        server.Files["/stable/web-1.0.0.tgz"] = await PackAsync("1.0.0");
        server.Files["/stable/index.yaml"] = Index(("1.0.0", "another"u8.ToArray()));

        (await host.FailedAsync(FromRepository(server, null))).ShouldContain("index.yaml says");
        server.Files["/stable/index.yaml"] = "entries: [unclosed"u8.ToArray();
        (await host.FailedAsync(FromRepository(server, null))).ShouldContain("index.yaml cannot be read: line 1");
        server.Files["/stable/index.yaml"] = "entries:\n  !!intd:] [x]"u8.ToArray();
        (await host.FailedAsync(FromRepository(server, null))).ShouldContain("index.yaml cannot be read: line");
        server.Files["/stable/index.yaml"] = "entries: {}"u8.ToArray();
        (await host.FailedAsync(FromRepository(server, null))).ShouldContain("has no chart web");
    }

    [Fact]
    public async Task A_chart_that_helm_pushed_to_a_registry_is_taken_by_range()
    {
        await using var registry = await RegistryServer.StartAsync();
        await using var host = await ContentHost.StartAsync();
        using var folder = new TempFolder();
        foreach (var version in new[] { "1.0.0", "1.3.0", "2.0.0" })
        {
            var file = Path.Combine(folder.Path, $"web-{version}.tgz");
            await File.WriteAllBytesAsync(file, await PackAsync(version), Ct);
            await ContentHost.ToolAsync("helm", "push", file, $"oci://{registry.Host}/charts", "--plain-http");
        }

        var task = await host.BuiltAsync(new ComponentSource { Type = "helm", Chart = new ChartSource { Oci = $"oci://{registry.Host}/charts/web", Version = ">=1, <2" } });

        (await host.ContentAsync(task)).ShouldBe(await PackAsync("1.3.0"));
        var exact = await host.BuiltAsync(new ComponentSource { Type = "helm", Chart = new ChartSource { Oci = $"oci://{registry.Host}/charts/web", Version = "2.0.0" } });
        (await host.ContentAsync(exact)).ShouldBe(await PackAsync("2.0.0"));
        (await host.FailedAsync(new ComponentSource { Type = "helm", Chart = new ChartSource { Oci = $"oci://{registry.Host}/charts/web", Version = "9.0.0" } }))
            .ShouldContain("has no chart charts/web:9.0.0");
    }

    [Fact]
    public async Task A_chart_of_a_protected_registry_is_taken_with_the_credentials_of_the_source()
    {
        await using var registry = await RegistryServer.StartAsync(withPassword: true);
        using var registries = new Registries(new RegistriesOptions());
        var store = registry.Open(registries, RegistryServer.User, RegistryServer.Password);
        var layer = await store.PushBlobAsync("charts/web", PackageNames.ChartContent, await PackAsync("1.0.0"), Ct);
        var config = await store.PushBlobAsync("charts/web", PackageNames.ChartConfig, """{"name":"web","version":"1.0.0"}"""u8.ToArray(), Ct);
        await store.PushManifestAsync("charts/web", new Manifest { Config = config, Layers = [layer] }, "1.0.0", Ct);
        await using var host = await ContentHost.StartAsync();
        var source = new ComponentSource { Type = "helm", Chart = new ChartSource { Oci = $"oci://{registry.Host}/charts/web", Version = "^1" } };
        string Secrets(string password) => host.Host.Encrypt(new SourceSecrets { Username = RegistryServer.User, Password = password });

        (await host.ContentAsync(await host.BuiltAsync(source with { Secrets = Secrets(RegistryServer.Password) }))).ShouldBe(await PackAsync("1.0.0"));
        (await host.FailedAsync(source)).ShouldContain("without credentials");
        var wrong = await host.FailedAsync(source with { Secrets = Secrets("wr0ng-password") });
        wrong.ShouldContain("does not give");
        wrong.ShouldNotContain("wr0ng");
    }

    [Fact]
    public async Task Credentials_go_to_their_own_server_and_not_along_a_redirect()
    {
        await using var other = await FileServer.StartAsync();
        await using var server = await FileServer.StartAsync();
        server.Login = "robot:s3cret";
        server.Instead["/web.tgz"] = http =>
        {
            http.Response.Redirect(other.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/web.tgz");
            return Task.CompletedTask;
        };
        other.Files["/web.tgz"] = await PackAsync("1.0.0");
        await using var host = await ContentHost.StartAsync();
        var source = new ComponentSource { Type = "helm", Chart = new ChartSource { Archive = server.Url + "/web.tgz" } };

        (await host.FailedAsync(source)).ShouldContain("credentials are missing or wrong");
        await host.BuiltAsync(source with { Secrets = host.Host.Encrypt(new SourceSecrets { Username = "robot", Password = "s3cret" }) });

        other.Requests.ShouldHaveSingleItem().Authorization.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_chart_that_does_not_render_says_in_which_file_and_line()
    {
        using var repository = await GitRepository.CreateAsync(ContentHost.Chart("charts/web", template: "{{ .Values.a.b.c }}"));
        await using var host = await ContentHost.StartAsync(repository);

        var reason = await host.FailedAsync(FromGit(repository));

        reason.ShouldStartWith("The chart does not render: ");
        reason.ShouldContain("templates/map.yaml:6");
        reason.ShouldNotContain(host.Data.Path);
    }

    [Fact]
    public async Task Default_values_are_rendered_too()
    {
        using var repository = await GitRepository.CreateAsync(ContentHost.Chart("charts/web", template: "{{ required \"level is needed\" .Values.wanted }}"));
        await using var host = await ContentHost.StartAsync(repository);

        (await host.FailedAsync(FromGit(repository))).ShouldContain("level is needed");
        await host.BuiltAsync(FromGit(repository) with { Properties = """{"values":{"wanted":"debug"}}""" });
    }

    [Fact]
    public async Task A_chart_whose_links_lead_out_is_refused_before_helm_sees_it()
    {
        using var repository = await GitRepository.CreateAsync(ContentHost.Chart("charts/web"));
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "charts/web/templates/stolen.yaml"), "/etc/passwd");
        await repository.CommitAsync();
        await using var host = await ContentHost.StartAsync(repository);

        (await host.FailedAsync(FromGit(repository))).ShouldContain("'stolen.yaml' is a link that leads out");
    }

    private static ComponentSource FromGit(GitRepository repository) =>
        new() { Type = "helm", Chart = new ChartSource { Git = new GitSource { Url = repository.Url, Path = "charts/web" } } };

    private static ComponentSource FromRepository(FileServer server, string? version) =>
        new() { Type = "helm", Chart = new ChartSource { Repo = server.Url + "/stable", Name = "web", Version = version } };

    internal static Task<byte[]> PackAsync(string version) =>
        TarGzip.PackAsync(ContentHost.Chart("web", version: version).Select(f => new PackedFile(f.Path, System.Text.Encoding.UTF8.GetBytes(f.Content))), Ct);

    private static byte[] Index(params (string Version, byte[] Chart)[] charts) => System.Text.Encoding.UTF8.GetBytes(
        "apiVersion: v1\nentries:\n  web:\n"
            + string.Concat(charts.Select(c => $"  - name: web\n    version: {c.Version}\n    digest: {Digest.Of(c.Chart).Hex}\n    urls: [web-{c.Version}.tgz]\n")));
}
