using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Platform.Oci;

namespace Platform.Deploy.Tests;

/// <summary>Charts and trees that applications name themselves.</summary>
public sealed class SourceTests
{
    private const string Settings = "api/v1/namespaces/shop/configmaps/web-settings";
    private static readonly (string, string)[] Loopback = [("Deploy:SourcesByHttp", "true"), ("Deploy:SourcesAtLoopback", "true")];

    [Fact]
    public async Task A_chart_of_a_repository_is_pinned_and_a_newer_one_makes_a_new_revision()
    {
        Tool.Require("helm");
        await using var server = await FileServer.StartAsync();
        await using var host = await DeployHost.StartAsync(["east-1"], Loopback);
        server.Charts("1.0.0", "1.1.0-rc.1");
        var yaml = Application($"{{source: web, repoURL: '{server.Url}', version: ^1}}");

        await host.PhaseAsync(await host.RollOutAsync(yaml), "succeeded");
        host["east-1"].Image("shop", "web-web").ShouldBe("nginx:1.0.0");
        (await host.SubmitAsync(yaml)).Json["changed"]!.GetValue<bool>().ShouldBeFalse();

        server.Charts("1.0.0", "1.1.0-rc.1", "1.2.0");
        await host.PhaseAsync(await host.RollOutAsync(yaml), "succeeded");
        host["east-1"].Image("shop", "web-web").ShouldBe("nginx:1.2.0");

        server.Away = true;
        var away = await host.SubmitAsync(yaml.Replace("version: ^1", "version: ^2", StringComparison.Ordinal));
        away.Status.ShouldBe(503, away.Text);
        server.Away = false;
        (await host.SubmitAsync(yaml.Replace("version: ^1", "version: ^2", StringComparison.Ordinal))).Errors.ShouldHaveSingleItem()
            .ShouldBe(("/spec/components/0/properties/chart", "no version of chart web is ^2; the newest are 1.2.0, 1.1.0-rc.1, 1.0.0"));
    }

    [Fact]
    public async Task A_chart_at_an_address_is_delivered_and_one_at_an_address_of_this_machine_only_where_that_is_allowed()
    {
        Tool.Require("helm");
        await using var server = await FileServer.StartAsync();
        server.Charts("1.0.0");
        await using var host = await DeployHost.StartAsync(["east-1"], Loopback);
        await host.PhaseAsync(await host.RollOutAsync(Application($"{{source: '{server.Url}web-1.0.0.tgz'}}")), "succeeded");
        host["east-1"].Live(Settings).ShouldNotBeNull();

        await using var strict = await DeployHost.StartAsync(["east-1"], ("Deploy:SourcesByHttp", "true"));
        var refused = await strict.SubmitAsync(Application($"{{source: '{server.Url}web-1.0.0.tgz'}}"));
        refused.Status.ShouldBe(422, refused.Text);
        refused.Errors.ShouldHaveSingleItem().Detail.ShouldContain("loopback address, which this platform does not allow");
        (await strict.SubmitAsync(Application("{source: 'https://169.254.169.254/latest.tgz'}"))).Errors.ShouldHaveSingleItem().Detail.ShouldContain("never connected to");
        (await strict.SubmitAsync(Application("{source: 'file:///etc/passwd'}"))).Errors.ShouldHaveSingleItem().Detail.ShouldContain("is file://, which this platform does not allow");
    }

    [Fact]
    public async Task Manifests_at_an_address_are_delivered_and_kept_with_the_revision()
    {
        await using var server = await FileServer.StartAsync();
        server.Put("/objects.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {a: b}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}\n");
        await using var host = await DeployHost.StartAsync(["east-1"], Loopback);
        var yaml = $$"""
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata: {name: copies}
            spec: {components: [{name: copies, type: ref-objects, properties: {urls: ["{{server.Url}}objects.yaml"]} }]}
            """;

        await host.PhaseAsync(await host.RollOutAsync(yaml), "succeeded");
        host["east-1"].Live("api/v1/namespaces/default/configmaps/one")!["data"]!["a"]!.ToString().ShouldBe("b");
        host["east-1"].Live("api/v1/namespaces/default/configmaps/two").ShouldNotBeNull();

        server.Put("/objects.yaml", "not: [yaml");
        (await host.SubmitAsync(yaml)).Errors.ShouldHaveSingleItem().Detail.ShouldContain("/objects.yaml can't be read: ");
        (await host.SubmitAsync(yaml.Replace(server.Url, "https://169.254.169.254/", StringComparison.Ordinal))).Errors.ShouldHaveSingleItem().Detail.ShouldContain("never connected to");
    }

    [Fact]
    public async Task A_directory_in_git_is_pinned_at_its_commit()
    {
        Tool.Require("git");
        Tool.Require("kubectl");
        using var folder = new TempFolder();
        await GitAsync(folder, "init", "--quiet", "--initial-branch=main");
        async Task CommitAsync(string color)
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, "prod"));
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "prod/kustomization.yaml"), $"configMapGenerator: [{{name: web-settings, literals: [color={color}]}}]\ngeneratorOptions: {{disableNameSuffixHash: true}}\n");
            await GitAsync(folder, "add", "-A");
            await GitAsync(folder, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "--quiet", "-m", color);
        }

        await CommitAsync("red");
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:SourceFolders:0", folder.Path));
        var yaml = Application("{source: x}").Replace("type: helm", "type: kustomize", StringComparison.Ordinal)
            .Replace("properties: {chart: {source: x}}", $"properties: {{url: 'file://{folder.Path}', path: prod}}", StringComparison.Ordinal);
        await host.PhaseAsync(await host.RollOutAsync(yaml), "succeeded");
        host["east-1"].Live(Settings)!["data"]!["color"]!.ToString().ShouldBe("red");
        (await host.SubmitAsync(yaml)).Json["changed"]!.GetValue<bool>().ShouldBeFalse();

        await CommitAsync("green");
        await host.PhaseAsync(await host.RollOutAsync(yaml), "succeeded");
        host["east-1"].Live(Settings)!["data"]!["color"]!.ToString().ShouldBe("green");
        (await host.SubmitAsync(yaml.Replace("file://", "ext::sh -c ", StringComparison.Ordinal))).Errors.ShouldHaveSingleItem().Path.ShouldBe("/spec/components/0/properties/url");
    }

    private static Task<string> GitAsync(TempFolder folder, params string[] arguments) => ExternalProgram.RunAsync("git", ["-C", folder.Path, .. arguments]);

    private static string Application(string chart) =>
        Contents.Application(properties: $"{{chart: {chart}}}").Replace("  annotations: {platform.oam.dev/package: \"shop:1.0.0\"}\n", "", StringComparison.Ordinal);

    /// <summary>A chart repository, and other files.</summary>
    private sealed class FileServer(WebApplication app) : IAsyncDisposable
    {
        private readonly Dictionary<string, byte[]> files = [];

        public bool Away { get; set; }

        public string Url => app.Urls.First() + "/";

        public static async Task<FileServer> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var app = builder.Build();
            var server = new FileServer(app);
            app.Run(server.AnswerAsync);
            await app.StartAsync(TestContext.Current.CancellationToken);
            return server;
        }

        public void Put(string path, string text) => files[path] = System.Text.Encoding.UTF8.GetBytes(text);

        /// <summary>The repository has these versions of the chart.</summary>
        public void Charts(params string[] versions)
        {
            foreach (var version in versions)
                files[$"/web-{version}.tgz"] = Contents.TarGzip(Contents.Chart(version));
            var entries = versions.Select(version => $"  - {{version: {version}, urls: [web-{version}.tgz], digest: {Digest.Of(files[$"/web-{version}.tgz"]).Hex}}}");
            files["/index.yaml"] = System.Text.Encoding.UTF8.GetBytes($"apiVersion: v1\nentries:\n  web:\n{string.Join('\n', entries)}\n");
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task AnswerAsync(HttpContext context)
        {
            if (Away || !files.TryGetValue(context.Request.Path.Value!, out var content))
                context.Response.StatusCode = Away ? 503 : 404;
            else
                await context.Response.Body.WriteAsync(content);
        }
    }
}
