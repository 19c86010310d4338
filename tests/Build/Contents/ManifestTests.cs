using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Build.Tests.Contents;

public sealed class ManifestTests
{
    private const string Map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n";

    [Fact]
    public async Task All_manifests_of_a_directory_become_one_stream_in_the_order_of_their_paths()
    {
        await using var host = await ContentHost.StartAsync();

        var task = await host.BuiltAsync(Files(
            ("b.yaml", Map), ("a/role.json", """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"web"}}"""), ("README.md", "# not a manifest")));

        task.ContentType.ShouldBe(PackageNames.ManifestsContent);
        task.Images.ShouldBeEmpty();
        (await host.TextAsync(task)).ShouldBe("{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"web\"}}\n---\n" + Map);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_with_file_and_line()
    {
        await using var host = await ContentHost.StartAsync();

        var reason = await host.FailedAsync(Files(
            ("a.yaml", Map + "---\n" + "kind: Service\nmetadata: {name: web}\n"),
            ("b.yaml", Map),
            ("c.yaml", "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: job-}\n---\n- a list\n"),
            ("d.yaml", "a: [\n")));

        var lines = reason.Split('\n');
        lines[^1].ShouldStartWith("d.yaml:2: this isn't valid YAML");
        lines[..^1].ShouldBe(
            [
                "The manifests are not right:",
                "a.yaml:5: apiVersion is missing, e.g. apps/v1",
                "b.yaml:1: ConfigMap settings is already at a.yaml:1",
                "c.yaml:1: metadata.generateName gives another name each time; an object that is delivered has a name",
                "c.yaml:5: a Kubernetes object is a map with apiVersion, kind and metadata",
            ],
            Case.Sensitive);
    }

    [Fact]
    public async Task A_directory_without_manifests_is_refused()
    {
        await using var host = await ContentHost.StartAsync();

        (await host.FailedAsync(Files(("README.md", "#")))).ShouldContain("no .yaml, .yml or .json file");
    }

    [Theory]
    [InlineData("../escaped.yaml", "'..'")]
    [InlineData("/escaped.yaml", "absolute")]
    public async Task Files_stay_in_their_folder_also_when_the_message_was_forged(string path, string reason)
    {
        await using var host = await ContentHost.StartAsync();

        (await host.FailedAsync(Files((path, Map)))).ShouldContain(reason);
    }

    private static ComponentSource Files(params (string Path, string Text)[] files) =>
        new() { Type = "k8s-objects", Manifests = new TreeSource { Files = files.ToDictionary(f => f.Path, f => f.Text) } };
}
