using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Build.Tests.Contents;

public sealed class KustomizeTests
{
    private const string Map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n";

    [Fact]
    public async Task A_directory_is_packed_with_the_bases_beside_and_above_it()
    {
        using var repository = await GitRepository.CreateAsync(
            ("deploy/base/kustomization.yaml", "resources: [map.yaml]\n"),
            ("deploy/base/map.yaml", Map),
            ("deploy/overlays/prod/kustomization.yaml", "namePrefix: prod-\nresources: [../../base]\n"),
            ("deploy/overlays/dev/kustomization.yaml", "resources: [../../base]\n"),
            ("src/main.c", "int main;"));
        await using var host = await ContentHost.StartAsync(repository);

        var task = await host.BuiltAsync(Source(repository, "deploy/overlays/prod"));

        task.ContentType.ShouldBe(PackageNames.KustomizeContent);
        (await host.PathsAsync(task)).ShouldBe(
            ["kustomization.yaml", "source/base/kustomization.yaml", "source/base/map.yaml", "source/overlays/prod/kustomization.yaml"]);
        (await BuildAsync(host, task)).ShouldContain("name: prod-settings");
        await repository.CommitAsync(("src/main.c", "int changed;"));
        (await host.BuiltAsync(Source(repository, "deploy/overlays/prod"))).Digest.ShouldBe(task.Digest);
    }

    [Fact]
    public async Task A_directory_by_itself_is_packed_as_it_is()
    {
        using var repository = await GitRepository.CreateAsync(("deploy/kustomization.yaml", "resources: [parts/map.yaml]\n"), ("deploy/parts/map.yaml", Map));
        await using var host = await ContentHost.StartAsync(repository);

        (await host.PathsAsync(await host.BuiltAsync(Source(repository, "deploy")))).ShouldBe(["kustomization.yaml", "parts/map.yaml"]);
    }

    [Theory]
    [InlineData("resources: [https://github.com/example/shop//deploy]\n", "Remote bases are not fetched")]
    [InlineData("resources: [absent.yaml]\n", "The kustomization does not build")]
    [InlineData("resources: [unclosed\n", "kustomization.yaml: ")]
    [InlineData("resources: [../../../../../etc/passwd]\n", "The kustomization does not build")]
    public async Task What_does_not_build_from_the_package_alone_is_refused(string kustomization, string reason)
    {
        using var repository = await GitRepository.CreateAsync(("kustomization.yaml", kustomization));
        await using var host = await ContentHost.StartAsync(repository);

        var told = await host.FailedAsync(Source(repository, null));

        told.ShouldContain(reason);
        told.ShouldNotContain(host.Data.Path);
    }

    [Theory]
    [InlineData("linked", "There is no directory 'linked'")]
    [InlineData("inner", "'inner/out' is a link that leads out of the tree")]
    [InlineData("file", "'stolen.yaml' is a link that leads out of the directory")]
    public async Task Links_that_lead_out_of_the_repository_are_not_followed(string path, string reason)
    {
        using var outside = new TempFolder();
        await File.WriteAllTextAsync(Path.Combine(outside.Path, "kustomization.yaml"), "resources: [map.yaml]\n");
        await File.WriteAllTextAsync(Path.Combine(outside.Path, "map.yaml"), Map);
        using var repository = await GitRepository.CreateAsync(
            ("inner/kustomization.yaml", "resources: [out]\n"), ("file/kustomization.yaml", "resources: [stolen.yaml]\n"));
        Directory.CreateSymbolicLink(Path.Combine(repository.Folder, "linked"), outside.Path);
        Directory.CreateSymbolicLink(Path.Combine(repository.Folder, "inner", "out"), outside.Path);
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "file", "stolen.yaml"), Path.Combine(outside.Path, "map.yaml"));
        await repository.CommitAsync();
        await using var host = await ContentHost.StartAsync(repository);

        (await host.FailedAsync(Source(repository, path))).ShouldContain(reason);
    }

    [Fact]
    public async Task A_directory_without_a_kustomization_is_none()
    {
        using var repository = await GitRepository.CreateAsync(("deploy/map.yaml", Map));
        await using var host = await ContentHost.StartAsync(repository);

        (await host.FailedAsync(Source(repository, "deploy"))).ShouldContain("'deploy' is no kustomization: there is no kustomization.yaml.");
        (await host.FailedAsync(Source(repository, "absent"))).ShouldContain("There is no directory 'absent'.");
    }

    private static async Task<string> BuildAsync(ContentHost host, Platform.Build.Tasks.BuildTask task)
    {
        using var folder = new TempFolder();
        var archive = Path.Combine(folder.Path, "tree.tgz");
        await File.WriteAllBytesAsync(archive, await host.ContentAsync(task));
        var tree = Directory.CreateDirectory(Path.Combine(folder.Path, "tree")).FullName;
        await ExternalProgram.RunAsync("tar", "-xzf", archive, "-C", tree);
        return await ContentHost.ToolAsync("kubectl", "kustomize", tree);
    }

    private static ComponentSource Source(GitRepository repository, string? path) =>
        new() { Type = "kustomize", Kustomize = new TreeSource { Git = new GitSource { Url = repository.Url, Path = path } } };
}
