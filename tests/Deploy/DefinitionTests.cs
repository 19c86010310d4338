using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Deploy.V1;
using Platform.Hosting;
using Platform.Oci;

namespace Platform.Deploy.Tests;

/// <summary>Types are installed at run time, used by applications that pin them, and not removed under them.</summary>
public sealed class DefinitionTests
{
    private const string Database = """
        version: 1.0.0
        description: A database.
        schema: {type: object, required: [memory], properties: {memory: {type: string}}}
        render: |
          function render(context) {
            return { workload: { apiVersion: 'v1', kind: 'ConfigMap', data: { memory: context.parameters.memory, revision: 'one' } } };
          }
        health: |
          function health(object) { return 'Healthy'; }
        """;

    private const string Application = """
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: shop}
        spec:
          components:
            - {name: db, type: database, properties: {memory: 2Gi}}
        """;

    [Fact]
    public async Task A_type_is_installed_shown_used_and_removed_when_nobody_uses_it()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        (await host.SubmitAsync(Application)).Text.ShouldContain("component type 'database' isn't known");

        var installed = await PutAsync(host, "component/database", Database);

        installed.Status.ShouldBe(201, installed.Text);
        installed.Json["revision"]!.GetValue<long>().ShouldBe(1);
        await Wait.UntilAsync("the event", () => host.Heard.Of<DefinitionInstalled>().Any());
        var told = host.Heard.Of<DefinitionInstalled>().Single();
        (told.Kind, told.Name, told.Revision, told.Version).ShouldBe(("component", "database", 1, "1.0.0"));
        told.Health!.ShouldContain("function health");
        (await host.GetAsync("definitions/component/database"))["schema"]!["required"]![0]!.ToString().ShouldBe("memory");
        (await host.GetAsync("definitions/component?limit=500"))["items"]!.AsArray().Select(item => item!["name"]!.ToString()).ShouldContain("database");

        var rollout = await host.RollOutAsync(Application);
        await host.PhaseAsync(rollout, "succeeded");
        host["east-1"].Live("api/v1/namespaces/default/configmaps/db")!["data"]!["memory"]!.ToString().ShouldBe("2Gi");

        var refused = await host.Service.SendAsync(HttpMethod.Delete, "definitions/component/database", null, Role.Infra);
        refused.Status.ShouldBe(409, refused.Text);
        refused.Json["detail"]!.ToString().ShouldContain("in use by default/shop");
        var removal = await host.Service.SendAsync(HttpMethod.Delete, $"{DeployHost.Applications}/shop", null, Role.Operator);
        await host.PhaseAsync(removal.Location!["/api/v1/".Length..], "succeeded");
        await Wait.UntilAsync("the application to be gone", async () => (await host.Service.GetAsync($"{DeployHost.Applications}/shop")).Status == 404);
        (await host.Service.SendAsync(HttpMethod.Delete, "definitions/component/database", null, Role.Infra)).Status.ShouldBe(204);
        await Wait.UntilAsync("the event", () => host.Heard.Of<DefinitionRemoved>().Any(removed => removed.Revision == 1));
        (await host.Service.GetAsync("definitions/component/database")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_revision_of_an_application_keeps_the_revision_of_the_type_it_was_made_with()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await PutAsync(host, "component/database", Database);
        await host.PhaseAsync(await host.RollOutAsync(Application), "succeeded");
        (await PutAsync(host, "component/database", Database)).Json["revision"]!.GetValue<long>().ShouldBe(1, "the same again is no change");

        var changed = await PutAsync(host, "component/database", Database.Replace("'one'", "'two'", StringComparison.Ordinal));

        changed.Json["revision"]!.GetValue<long>().ShouldBe(2);
        await host.RestartAsync();
        host["east-1"].Live("api/v1/namespaces/default/configmaps/db")!["data"]!["revision"]!.ToString().ShouldBe("one");
        (await host.GetAsync($"{DeployHost.Applications}/shop/revisions/1"))["definitions"]!["component/database"]!.GetValue<long>().ShouldBe(1);
        var again = await host.SubmitAsync(Application);
        again.Json["changed"]!.GetValue<bool>().ShouldBeTrue(again.Text);
        again.Json["revision"]!.GetValue<long>().ShouldBe(2);
        await host.PhaseAsync(again.Location!["/api/v1/".Length..], "succeeded");
        host["east-1"].Live("api/v1/namespaces/default/configmaps/db")!["data"]!["revision"]!.ToString().ShouldBe("two");
    }

    [Fact]
    public async Task Faults_of_a_definition_are_all_told_and_built_in_types_stay()
    {
        await using var host = await DeployHost.StartAsync([]);
        var wrong = await PutAsync(host, "component/database", "schema: {type: object, properties: {a: {type: int}}}\nrender: function draw() {}\n");
        wrong.Status.ShouldBe(422, wrong.Text);
        wrong.Json["errors"]!.AsArray().Select(error => error!["path"]!.ToString()).ShouldBe(["/schema/properties/a/type", "/render"]);
        (await PutAsync(host, "component/webservice", Database)).Json["detail"]!.ToString().ShouldContain("is a built-in type, which can't be replaced");
        (await host.Service.SendAsync(HttpMethod.Delete, "definitions/trait/scaler", null, Role.Infra)).Status.ShouldBe(409);
        (await host.Service.SendAsync(HttpMethod.Delete, "definitions/trait/nothing", null, Role.Infra)).Status.ShouldBe(404);
        (await host.Service.SendAsync(HttpMethod.Put, "definitions/component/database", Database, Role.Operator, "application/yaml")).Status.ShouldBe(403);
        host.Heard.Of<DefinitionInstalled>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Built_in_types_can_be_replaced_where_that_is_allowed()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:AllowShadowing", "true"));
        (await PutAsync(host, "component/webservice", Database)).Status.ShouldBe(201);
        await host.PhaseAsync(await host.RollOutAsync(Application.Replace("type: database", "type: webservice", StringComparison.Ordinal)), "succeeded");
        host["east-1"].Live("api/v1/namespaces/default/configmaps/db").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_package_installs_several_at_once_or_none()
    {
        await using var host = await DeployHost.StartAsync([]);
        var package = Zip(("types/database.yaml", "kind: component\nname: database\n" + Database), ("README.md", "for people"), ("guard.json", """{"kind":"trait","name":"guard","schema":{"type":"object"},"template":"spec: {a: 1}"}"""));
        var answer = await PostAsync(host, package);
        answer.Status.ShouldBe(200, answer.Text);
        answer.Json["items"]!.AsArray().Select(item => item!["id"]!.ToString()).ShouldBe(["trait/guard", "component/database"]);
        (await host.GetAsync("definitions/trait/guard"))["revision"]!.GetValue<long>().ShouldBe(1);

        var half = await PostAsync(host, Zip(("good.json", """{"kind":"trait","name":"good","schema":{"type":"object"},"template":"a: 1"}"""), ("bad.yaml", "kind: trait")));
        half.Status.ShouldBe(422, half.Text);
        half.Json["errors"]!.AsArray().ShouldAllBe(error => error!["detail"]!.ToString().StartsWith("bad.yaml: ", StringComparison.Ordinal));
        (await host.Service.GetAsync("definitions/trait/good")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_package_in_a_registry_is_installed_by_its_name()
    {
        await using var host = await DeployHost.StartAsync([]);
        var store = host.Service.Services.GetRequiredService<IArtifactStore>();
        var tag = await PushAsync(store, Zip(("guard.json", """{"kind":"trait","name":"guard","schema":{"type":"object"},"template":"spec: {a: 1}"}""")));

        var answer = await FromAsync(host, $"oci://{store.Host}/definitions/team:{tag}");

        answer.Status.ShouldBe(200, answer.Text);
        (await host.GetAsync("definitions/trait/guard"))["revision"]!.GetValue<long>().ShouldBe(1);
    }

    [Theory]
    [InlineData("https://registry.example/x", "it has to begin with oci://")]
    [InlineData("oci://HOST/definitions/none:1", "does not have it")]
    [InlineData("oci://HOST/packages/default/shop:1", "is a package")]
    [InlineData("oci://HOST/definitions/team:two", "an artifact with one layer is expected")]
    [InlineData("oci://169.254.169.254/definitions/team:1", "169.254.169.254")]
    public async Task A_name_of_no_package_is_refused_with_why(string from, string why)
    {
        await using var host = await DeployHost.StartAsync([]);
        var store = host.Service.Services.GetRequiredService<IArtifactStore>();
        await PushAsync(store, "a"u8.ToArray(), "b"u8.ToArray());

        var answer = await FromAsync(host, from.Replace("HOST", store.Host, StringComparison.Ordinal));

        answer.Status.ShouldBeOneOf(422, 503);
        answer.Text.ShouldContain(why);
    }

    [Fact]
    public async Task A_hostile_package_is_refused()
    {
        await using var host = await DeployHost.StartAsync([]);
        (await PostAsync(host, Zip(("../../outside.yaml", "kind: trait")))).Json["detail"]!.ToString().ShouldContain("'..'");
        (await PostAsync(host, Zip(("/etc/outside.yaml", "kind: trait")))).Status.ShouldBe(400);
        (await PostAsync(host, Zip(("bomb.yaml", new string('x', 40 * 1024 * 1024))))).Json["detail"]!.ToString().ShouldContain("packed more than 100 times");
        (await PostAsync(host, Zip([.. Enumerable.Range(0, 600).Select(i => ($"{i}.yaml", "a: 1"))]))).Json["detail"]!.ToString().ShouldContain("more than 500 entries");
        (await PostAsync(host, Encoding.UTF8.GetBytes("not a zip at all"))).Status.ShouldBe(400);
        (await PostAsync(host, Zip(("README.md", "nothing")))).Status.ShouldBe(422);
    }

    [Fact]
    public async Task What_a_definition_made_says_whose_functions_tell_its_health_and_they_can_be_had_again()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await PutAsync(host, "component/database", Database);
        await PutAsync(host, "trait/guard", """
            schema: {type: object}
            render: |
              function render(context) { return { objects: { guard: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'guard' } } } }; }
            """);
        var guarded = Application.Replace("{memory: 2Gi}", "{memory: 2Gi}, traits: [{type: guard}]", StringComparison.Ordinal);
        await host.PhaseAsync(await host.RollOutAsync(guarded), "succeeded");
        Applied(host).Select(item => (item.Name, item.Definition)).ShouldBe([("db", new("component", "database", 1)), ("guard", null)], ignoreOrder: true);

        await PutAsync(host, "component/database", Database.Replace("'Healthy'", "'Degraded'", StringComparison.Ordinal));
        Applied(host).Single(item => item.Name == "db").Definition!.Revision.ShouldBe(1, "the application pinned it");
        await host.PhaseAsync(await host.RollOutAsync(guarded), "succeeded");
        Applied(host).Single(item => item.Name == "db").Definition!.Revision.ShouldBe(2, "though the object is the same");

        await Wait.UntilAsync("the event", () => host.Heard.Of<DefinitionInstalled>().Count == 3);
        await host.Service.Bus.Publish(new SendAgain { Facts = "definitions", RequestedBy = "status" });
        await Wait.UntilAsync("both revisions again", () => host.Heard.Of<DefinitionInstalled>().Count == 5);
        host.Heard.Of<DefinitionInstalled>().Skip(3).Select(told => (told.Name, told.Revision, told.Health!.Contains("Degraded", StringComparison.Ordinal)))
            .ShouldBe([("database", 1, false), ("database", 2, true)]);
        host.Heard.IdsOf<DefinitionInstalled>().Count.ShouldBe(3, "they are the events of then");
    }

    private static IReadOnlyList<AppliedObject> Applied(DeployHost host) => host.Heard.Of<ClusterApplied>().MaxBy(applied => applied.Sequence)!.Inventory;

    private static Task<ServiceHost.Answer> PutAsync(DeployHost host, string id, string yaml) =>
        host.Service.SendAsync(HttpMethod.Put, $"definitions/{id}", yaml, Role.Infra, "application/yaml");

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return stream.ToArray();
    }

    /// <summary>An artifact with these layers, as oras pushes it; returns its tag.</summary>
    private static async Task<string> PushAsync(IArtifactStore store, params byte[][] layers)
    {
        const string repository = "definitions/team";
        var (ct, pushed, tag) = (TestContext.Current.CancellationToken, new List<Descriptor>(), layers.Length == 1 ? "one" : "two");
        foreach (var layer in layers)
            pushed.Add(await store.PushBlobAsync(repository, "application/zip", layer, ct));
        await store.PushManifestAsync(repository, new Manifest { Config = await store.PushBlobAsync(repository, MediaTypes.Empty, "{}"u8.ToArray(), ct), Layers = pushed }, tag, ct);
        return tag;
    }

    private static Task<ServiceHost.Answer> FromAsync(DeployHost host, string from) =>
        host.Service.SendAsync(HttpMethod.Post, $"definitions?from={Uri.EscapeDataString(from)}", role: Role.Infra);

    private static Task<ServiceHost.Answer> PostAsync(DeployHost host, byte[] package)
    {
        var content = new ByteArrayContent(package);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        return host.Service.SendAsync(HttpMethod.Post, "definitions", content, Role.Infra);
    }
}
