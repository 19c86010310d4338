using System.Text;
using Platform.Deploy.Planning.Fetching;
using Platform.Deploy.Revisions;
using Platform.Oci;
using Platform.Storage;

namespace Platform.Deploy.Tests;

/// <summary>Charts and trees that are broken or made to harm: a clear refusal, nothing stored, nothing applied, no files left.</summary>
public sealed class HostileContentTests
{
    private const string Path = "/spec/components/0/properties";

    [Fact]
    public async Task A_template_error_is_refused_with_file_and_line()
    {
        var refused = await RefusalOfChartAsync(Contents.Chart().With(("web/templates/bad.yaml", "kind: ConfigMap\nmetadata:\n  name: {{ .Values.nothing.here }}\n")));
        refused.ShouldContain("web/templates/bad.yaml:3");
        refused.ShouldContain("nil pointer");
    }

    [Fact]
    public async Task Output_that_is_no_yaml_is_refused_with_the_template_that_wrote_it()
    {
        var refused = await RefusalOfChartAsync(Contents.Chart().With(("web/templates/bad.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [unclosed\n")));
        refused.ShouldContain("web/templates/bad.yaml");
    }

    [Fact]
    public async Task A_chart_that_never_ends_is_stopped()
    {
        var refused = await RefusalOfChartAsync(
            Contents.Chart().With(("web/templates/loop.yaml", "{{ range $a := until 100000 }}{{ range $b := until 100000 }}{{ $c := add $a $b }}{{ end }}{{ end }}")),
            ("Deploy:RenderTime", "00:00:02"));
        refused.ShouldContain("helm took longer than 00:00:02");
    }

    [Fact]
    public async Task A_chart_that_eats_memory_is_stopped()
    {
        var refused = await RefusalOfChartAsync(
            Contents.Chart().With(("web/templates/eat.yaml", "{{ $s := \"0123456789\" }}{{ range until 40 }}{{ $s = print $s $s }}{{ end }}")),
            ("Deploy:RenderMemory", $"{256 * 1024 * 1024}"));
        refused.ShouldContain("more memory than it may have");
    }

    [Fact]
    public async Task A_chart_that_prints_without_end_is_stopped()
    {
        var refused = await RefusalOfChartAsync(Contents.Chart().With(
            ("web/templates/print.yaml", "{{ range until 100000 }}# {{ repeat 1024 \"x\" }}\n{{ end }}apiVersion: v1\nkind: ConfigMap\nmetadata: {name: long}\n")));
        refused.ShouldContain("helm printed more than 10485760 bytes");
    }

    [Fact]
    public async Task A_chart_archive_that_reaches_out_of_its_folder_is_refused()
    {
        var refused = await RefusalOfChartAsync(Contents.Chart().With(("../../outside", "boo")));
        refused.ShouldBe("the archive is refused: '../../outside' has a '..'; a path below the root is expected.");
    }

    [Fact]
    public async Task Something_else_than_a_chart_is_refused()
    {
        (await RefusalOfChartAsync(new() { ["readme.txt"] = "hello" })).ShouldContain("this is no packaged chart");
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PackageAsync("1.0.0", await host.StoreAsync("web", "helm", PackageNames.ChartContent, "hello"u8.ToArray()));
        (await RefusalAsync(host, Contents.Application())).ShouldContain("the archive is refused");
    }

    [Fact]
    public async Task Values_of_the_wrong_type_are_refused_by_the_charts_own_schema()
    {
        Tool.Require("helm");
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PackageAsync("1.0.0", await host.StoreChartAsync(Contents.Chart().With(
            ("web/values.schema.json", """{"properties":{"replicas":{"type":"integer"}}}"""))));

        var refused = await RefusalAsync(host, Contents.Application(properties: "{values: {replicas: many}}"));

        refused.ShouldContain("replicas");
        refused.ShouldContain("integer");
        (await RefusalAsync(host, Contents.Application(properties: "{values: [1, 2]}"))).ShouldContain("a map");
    }

    [Fact]
    public async Task A_tree_with_a_remote_base_is_refused_before_anything_is_fetched()
    {
        foreach (var remote in (string[])["https://github.com/org/repo//base?ref=v1", "github.com/org/repo/base", "git@github.com:org/repo.git", "http://127.0.0.1:1/x.yaml"])
            (await RefusalOfTreeAsync(("kustomization.yaml", $"resources: ['{remote}']"))).ShouldBe(
                $"kustomization.yaml: '{remote}' of resources is a remote base: nothing is fetched while a tree is built; put what it names into the tree");
    }

    [Fact]
    public async Task A_tree_that_reaches_out_of_itself_is_refused_at_any_depth()
    {
        (await RefusalOfTreeAsync(("kustomization.yaml", "resources: [../../../etc]"))).ShouldBe("kustomization.yaml: '../../../etc' of resources leads out of the tree");
        (await RefusalOfTreeAsync(("kustomization.yaml", "resources: [base]"), ("base/kustomization.yaml", "resources: [/etc/passwd]")))
            .ShouldBe("base/kustomization.yaml: '/etc/passwd' of resources is absolute; a path within the tree is expected");
        (await RefusalOfTreeAsync(("kustomization.yaml", "configMapGenerator: [{name: x, files: [/etc/passwd]}]"))).ShouldContain("kubectl refuses it");
    }

    [Fact]
    public async Task A_tree_with_a_program_of_its_own_is_refused()
    {
        const string plugin = "apiVersion: someteam.example.com/v1\nkind: Plug\nmetadata:\n  name: x\n  annotations: {config.kubernetes.io/function: \"exec: {path: ./run}\"}\n";
        (await RefusalOfTreeAsync(("kustomization.yaml", "generators: [plug.yaml]"), ("plug.yaml", plugin), ("run", "#!/bin/sh\ntouch /tmp/never\n")))
            .ShouldContain("kubectl refuses it");
        (await RefusalOfTreeAsync(("kustomization.yaml", "helmCharts: [{name: x, repo: https://charts.example.com}]"))).ShouldContain("kubectl refuses it");
    }

    [Fact]
    public async Task Content_that_is_gone_is_told()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var gone = "sha256:" + new string('0', 64);
        await host.PackageAsync("1.0.0", new Contracts.Package.V1.PackagedComponent
        {
            Component = "web",
            Type = "helm",
            Digest = "sha256:c",
            ContentType = PackageNames.ChartContent,
            ContentDigest = gone,
        });
        (await RefusalAsync(host, Contents.Application())).ShouldBe($"{gone} of {Contents.Repository} is not in the artifact store any more; build the package again");
    }

    private static async Task<string> RefusalOfChartAsync(Dictionary<string, string> files, params (string, string)[] settings)
    {
        Tool.Require("helm");
        await using var host = await DeployHost.StartAsync(["east-1"], settings);
        await host.PackageAsync("1.0.0", await host.StoreChartAsync(files));
        return await RefusalAsync(host, Contents.Application());
    }

    private static async Task<string> RefusalOfTreeAsync(params (string, string)[] files)
    {
        Tool.Require("kubectl");
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PackageAsync("1.0.0", await host.StoreTreeAsync(files));
        return await RefusalAsync(host, Contents.Application(type: "kustomize"));
    }

    /// <summary>Refused, and nothing is left of it: no revision, no answer, no object, no folder.</summary>
    private static async Task<string> RefusalAsync(DeployHost host, string yaml)
    {
        var before = Folders();
        var answer = await host.SubmitAsync(yaml);
        answer.Status.ShouldBe(422, answer.Text);
        var error = answer.Errors.ShouldHaveSingleItem();
        error.Path!.ShouldStartWith(Path);
        var ct = TestContext.Current.CancellationToken;
        (await host.Service.Documents<RevisionDocument>().CountAsync(Find<RevisionDocument>.All, ct)).ShouldBe(0);
        (await host.Service.Documents<AnswerDocument>().CountAsync(Find<AnswerDocument>.All, ct)).ShouldBe(0);
        host["east-1"].Writes.ShouldBeEmpty();
        // Those of others that render meanwhile go too.
        var since = Folders().Except(before).ToList();
        await Wait.UntilAsync("the rendering's folder to go", () => !since.Exists(Directory.Exists));
        return error.Detail;
    }

    private static string[] Folders() => Directory.GetDirectories(System.IO.Path.GetTempPath(), "platform-render-*");
}
