using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Build.Caches;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Build.Tests;

/// <summary>From a repository and a Dockerfile to an image, with the real git and the real buildah.</summary>
public sealed class ImageBuildTests
{
    private const string Repository = "images/default/shop";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Dockerfile_in_git_becomes_an_image_pinned_by_digest()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN echo built > /built; echo hello from the build\nENTRYPOINT [\"/bin/busybox\"]");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);
        var wish = BuildHost.Wish(repository.Image);

        var task = await host.BuildAsync(wish);

        task.Reason.ShouldBeNull();
        var image = ImageReference.Parse(task.Images.ShouldHaveSingleItem());
        image.Host.ShouldBe("platform.local");
        image.Repository.ShouldBe(Repository);
        (await host.Store.ResolveAsync(Repository, "web-1.0.0", Ct))!.Digest.ShouldBe(image.Digest);
        (await ConfigAsync(host, image.Digest!))["config"]!["Entrypoint"]![0]!.GetValue<string>().ShouldBe("/bin/busybox");
        (await ExternalProgram.RunAsync("skopeo", "inspect", $"oci:{data.Artifacts}:{Repository}:web-1.0.0")).ShouldContain("\"Layers\"");
        var log = await host.LogOfAsync(wish.Task);
        log.ShouldContain("hello from the build");
        log.ShouldContain(l => l.StartsWith("Fetched commit "));
        Leftovers.ShouldBeNone(data);
    }

    [Fact]
    public async Task Arguments_target_directory_and_Dockerfile_are_as_the_source_says()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN false");
        File.Move(Path.Combine(repository.Git.Folder, "busybox"), Directory.CreateDirectory(Path.Combine(repository.Git.Folder, "sub")).FullName + "/busybox");
        await repository.Git.CommitAsync(("sub/docker/Other", """
            FROM scratch AS first
            COPY busybox /bin/busybox
            ARG GREETING
            RUN ["/bin/busybox", "sh", "-c", "echo greeting: \"$GREETING\""]
            LABEL stage=first
            FROM first
            LABEL stage=second
            """));
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);
        var wish = BuildHost.Wish(new ImageSource
        {
            Git = new GitSource { Url = repository.Git.Url, Path = "sub", Ref = "main" },
            Dockerfile = "docker/Other",
            Args = new Dictionary<string, string> { ["GREETING"] = "hello $HOME; *" },
            Target = "first",
        });

        var task = await host.BuildAsync(wish);

        task.Reason.ShouldBeNull();
        (await host.LogOfAsync(wish.Task)).ShouldContain("greeting: hello $HOME; *");
        (await ConfigAsync(host, ImageReference.Parse(task.Images[0]).Digest!))["config"]!["Labels"]!["stage"]!.GetValue<string>().ShouldBe("first");
    }

    [Fact]
    public async Task The_same_files_give_the_same_digest_wherever_they_are_built()
    {
        using var repository = await DockerfileRepository.CreateAsync("RUN echo built > /built");
        var digests = new List<string?>();
        for (var place = 0; place < 2; place++)
        {
            using var data = new DataFolder();
            await using var host = await BuildHost.StartAsync(data, repository.Allowed);
            digests.Add((await host.BuildAsync(BuildHost.Wish(repository.Image))).Digest);
        }

        digests[0].ShouldNotBeNull().ShouldBe(digests[1]);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_built_again_unless_forced()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("ARG X\nRUN echo $X > /built", ("other/file", "1"));
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);
        var image = repository.Image with { Git = repository.Image.Git! with { Path = "." } };

        var first = await host.BuildAsync(BuildHost.Wish(image));
        var again = BuildHost.Wish(image, version: "1.0.1");
        var second = await host.BuildAsync(again);
        var otherArgument = await host.BuildAsync(BuildHost.Wish(image with { Args = new Dictionary<string, string> { ["X"] = "1" } }));
        var forced = await host.BuildAsync(BuildHost.Wish(image, force: true));
        await repository.Git.CommitAsync(("new", "file"));
        var changed = await host.BuildAsync(BuildHost.Wish(image));

        (first.Reused, second.Reused, otherArgument.Reused, forced.Reused, changed.Reused).ShouldBe((false, true, false, false, false));
        second.Digest.ShouldBe(first.Digest);
        forced.Digest.ShouldBe(first.Digest);
        (await host.LogOfAsync(again.Task)).ShouldContain(l => l.StartsWith("Reused: nothing has changed since"));
        (await host.Store.ResolveAsync(Repository, "web-1.0.1", Ct)).ShouldNotBeNull();
        host.Heard.Of<ComponentBuilt>().ShouldContain(b => b.Task == again.Task && b.Reused);
    }

    [Fact]
    public async Task An_image_that_is_no_longer_in_the_store_is_built_again()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN echo built > /built");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);
        var first = await host.BuildAsync(BuildHost.Wish(repository.Image));
        File.Delete(Path.Combine(data.Artifacts, "blobs", "sha256", ImageReference.Parse(first.Images[0]).Digest!.Hex));

        var second = await host.BuildAsync(BuildHost.Wish(repository.Image));

        second.Reused.ShouldBeFalse();
        second.Images.ShouldBe(first.Images);
    }

    [Fact]
    public async Task Layer_caches_stay_within_their_limit_and_builds_do_without_them()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN echo built > /built");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed, ("Build:CacheLimit", "3000000"));
        var caches = host.Service.Services.GetRequiredService<LayerCaches>();
        var cache = Path.Combine(data.Path, "build", "cache");

        var first = await host.BuildAsync(BuildHost.Wish(repository.Image));
        Folders.SizeOf(cache).ShouldBeGreaterThan(3_000_000);
        await caches.TrimAsync();
        Folders.SizeOf(cache).ShouldBeLessThan(3_000_000);
        var second = await host.BuildAsync(BuildHost.Wish(repository.Image, force: true));

        second.Digest.ShouldNotBeNull().ShouldBe(first.Digest);
    }

    [Fact]
    public async Task A_secret_is_there_while_it_is_built_and_nowhere_else()
    {
        const string secret = "t0p-s3cret-value";
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync(
            "RUN --mount=type=secret,id=token echo the token is $(/bin/busybox cat /run/secrets/token); /bin/busybox wc -c /run/secrets/token > /length");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);
        var secrets = host.Encrypt(new SourceSecrets { BuildSecrets = new Dictionary<string, string> { ["token"] = secret } });
        var image = repository.Image with { SecretDigests = new Dictionary<string, string> { ["token"] = "digest-1" } };
        var wish = BuildHost.Wish(image, secrets: secrets);

        var task = await host.BuildAsync(wish);

        task.Reason.ShouldBeNull();
        (await host.LogOfAsync(wish.Task)).ShouldContain("the token is •••");
        await FilesHaveNoAsync(data, secret);
        (await host.BuildAsync(BuildHost.Wish(image with { SecretDigests = new Dictionary<string, string> { ["token"] = "digest-2" } }, secrets: secrets))).Reused.ShouldBeFalse();
    }

    [Fact]
    public async Task A_private_repository_is_fetched_with_its_token()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN echo built > /built");
        await using var server = await GitServer.StartAsync(repository.Git.Above);
        server.Login = "robot:s3cret-t0ken";
        await using var host = await BuildHost.StartAsync(data, ("Build:AllowHttp", "true"), ("Build:AllowLoopback", "true"));
        var image = new ImageSource { Git = new GitSource { Url = server.Url + "/repository/.git" } };

        var without = await host.BuildAsync(BuildHost.Wish(image));
        var with = await host.BuildAsync(BuildHost.Wish(image, secrets: host.Encrypt(new SourceSecrets { Username = "robot", Password = "s3cret-t0ken" })));

        without.Reason.ShouldNotBeNull().ShouldContain("cannot be fetched");
        with.Reason.ShouldBeNull();
        await FilesHaveNoAsync(data, "s3cret-t0ken");
    }

    [Theory]
    [InlineData("buildah")]
    [InlineData("podman")]
    [InlineData("docker")]
    public async Task Each_builder_makes_the_image_with_arguments_and_secrets(string builder)
    {
        ExternalProgram.Require(builder);
        Assert.SkipWhen(builder == "docker" && !await ExternalProgram.WorksAsync("docker", "info"), "no Docker daemon runs");
        Assert.SkipWhen(builder == "docker" && !await ExternalProgram.WorksAsync("docker", "build", "--help", "--secret", "x"), "Docker has no BuildKit");
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync(
            "ARG WHO\nRUN --mount=type=secret,id=token echo hello $WHO, the token is $(/bin/busybox cat /run/secrets/token)\nRUN echo $WHO > /who\nLABEL who=$WHO");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed, ("Build:Builder", builder), ("Build:Network", "false"));
        var secrets = host.Encrypt(new SourceSecrets { BuildSecrets = new Dictionary<string, string> { ["token"] = "t0p-s3cret" } });
        var wish = BuildHost.Wish(
            repository.Image with
            {
                Args = new Dictionary<string, string> { ["WHO"] = "world" },
                SecretDigests = new Dictionary<string, string> { ["token"] = "digest" },
            },
            secrets: secrets);

        var task = await host.BuildAsync(wish);

        task.Reason.ShouldBeNull();
        (await host.LogOfAsync(wish.Task)).ShouldContain(l => l.EndsWith("hello world, the token is •••", StringComparison.Ordinal));
        (await ConfigAsync(host, ImageReference.Parse(task.Images[0]).Digest!))["config"]!["Labels"]!["who"]!.GetValue<string>().ShouldBe("world");
        Leftovers.ShouldBeNone(data);
    }

    [Fact]
    public async Task An_image_for_several_platforms_is_an_index_of_them()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("LABEL a=b");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);

        var task = await host.BuildAsync(BuildHost.Wish(repository.Image with { Platforms = ["linux/amd64", "linux/arm64"] }));

        task.Reason.ShouldBeNull();
        var image = ImageReference.Parse(task.Images[0]);
        var index = (await host.Store.GetManifestAsync(Repository, image.Digest!.ToString(), Ct))!.AsIndex();
        index.Manifests.Select(m => m.Platform!.Architecture).ShouldBe(["amd64", "arm64"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_image_goes_to_a_registry_as_it_goes_to_a_folder()
    {
        using var data = new DataFolder();
        await using var registry = await RegistryServer.StartAsync();
        using var repository = await DockerfileRepository.CreateAsync("RUN echo built > /built");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed, ("Artifacts:Registry", $"http://{registry.Host}"));

        var task = await host.BuildAsync(BuildHost.Wish(repository.Image));

        task.Reason.ShouldBeNull();
        task.Images[0].ShouldStartWith($"{registry.Host}/{Repository}@sha256:");
        (await ExternalProgram.RunAsync("skopeo", "inspect", "--tls-verify=false", $"docker://{registry.Host}/{Repository}:web-1.0.0")).ShouldContain("\"Layers\"");
    }

    private static async Task FilesHaveNoAsync(DataFolder data, string secret)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(secret);
        foreach (var file in Directory.EnumerateFiles(data.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            (await ReadAsync(file)).AsSpan().IndexOf(text).ShouldBe(-1, file);
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        // Empty files that are locks are read by nobody else.
        if (new FileInfo(path).Length == 0)
            return [];
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[file.Length];
        await file.ReadExactlyAsync(content);
        return content;
    }

    private static async Task<JsonNode> ConfigAsync(BuildHost host, Digest image)
    {
        var manifest = (await host.Store.GetManifestAsync(Repository, image.ToString(), Ct))!.AsManifest();
        return JsonNode.Parse((await host.Store.GetBlobAsync(Repository, manifest.Config.Digest, ct: Ct))!)!;
    }
}
