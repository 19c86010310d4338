using System.Text.Json.Nodes;
using Platform.Hosting;

namespace Platform.Package.Tests;

public sealed class SourceTests
{
    private const string Web = "namespaces/default/sources/shop/web";

    [Fact]
    public async Task A_source_is_registered_read_changed_and_forgotten()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);

        (await host.PutSourceAsync("web", "registry.example/shop/web:1")).Status.ShouldBe(201);
        (await host.PutSourceAsync("web", "registry.example/shop/web:2")).Status.ShouldBe(200);
        var read = await host.Service.GetAsync(Web);
        read.Json["image"]!["ref"]!.GetValue<string>().ShouldBe("registry.example/shop/web:2");
        read.Json["updatedBy"]!.GetValue<string>().ShouldBe("a-tester");
        (await host.Service.GetAsync("namespaces/default/sources/shop")).Json["items"]!.AsArray().Count.ShouldBe(1);
        (await host.Service.GetAsync("namespaces/other/sources/shop")).Json["items"]!.AsArray().ShouldBeEmpty();
        (await host.Service.SendAsync(HttpMethod.Delete, Web)).Status.ShouldBe(204);
        (await host.Service.GetAsync(Web)).Status.ShouldBe(404);
        (await host.Service.SendAsync(HttpMethod.Delete, Web)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_source_may_be_yaml()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);

        var put = await host.Service.SendAsync(HttpMethod.Put, Web, "type: webservice\nimage: {ref: nginx:1.27}\nproperties: {port: 80}\n", type: "application/yaml");

        put.Status.ShouldBe(201);
        put.Json["properties"]!["port"]!.GetValue<int>().ShouldBe(80);
    }

    [Theory]
    [InlineData("""{"image":{"ref":"a:1"}}""", "/type", "The component type is missing")]
    [InlineData("""{"type":"webservice"}""", "", "not said where a component comes from: give image, chart")]
    [InlineData("""{"type":7,"image":{"ref":"a:1"}}""", "/type", "7 is not a component type")]
    [InlineData("""{"type":"webservice","image":{"ref":"A B"}}""", "/image/ref", "not a repository name")]
    [InlineData("""{"type":"webservice","image":{}}""", "/image", "give ref or git")]
    [InlineData("""{"type":"webservice","image":"a:1"}""", "/image", "an object")]
    [InlineData("""{"type":"webservice","image":{"ref":"a:1"},"colour":"red"}""", "/colour", "has no 'colour'")]
    [InlineData("""{"type":"webservice","image":{"ref":"a:1"},"properties":[1]}""", "/properties", "is an object")]
    [InlineData("""{"type":"webservice","image":{"ref":"a:1"},"parametersSchema":{"type":"string"}}""", "/parametersSchema/type", "of type object")]
    [InlineData("""{"type":"helm","chart":{},"image":{"ref":"a:1"}}""", "", "comes from one place; here are image and chart")]
    public async Task What_is_wrong_with_a_source_is_told_with_its_path(string body, string path, string detail)
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);

        var refused = await host.Service.SendAsync(HttpMethod.Put, Web, body);

        refused.Status.ShouldBe(422);
        refused.Errors.ShouldContain(e => e.Path == path && e.Detail.Contains(detail));
        (await host.Service.GetAsync(Web)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task All_faults_are_told_at_once_and_names_are_checked_too()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);

        var refused = await host.Service.SendAsync(HttpMethod.Put, "namespaces/default/sources/shop/Web.1", """{"image":{"ref":"A"},"x":1}""");

        refused.Status.ShouldBe(422);
        refused.Errors.Select(e => e.Path).ShouldBe(["component", "/type", "/image/ref", "/x"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"type":"webservice","type":"worker","image":{"ref":"a:1"}}""")]
    [InlineData("""{"type":"webservice","image":{"ref":"a:1","ref":"b:1"}}""")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("7")]
    public async Task Odd_json_is_refused_and_never_a_server_error(string body)
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);

        (await host.Service.SendAsync(HttpMethod.Put, Web, body)).Status.ShouldBeOneOf(400, 422);
    }

    [Fact]
    public async Task A_viewer_reads_and_may_not_write()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await host.RegisterAsync("web");

        (await host.Service.SendAsync(HttpMethod.Get, Web, role: Role.Viewer)).Status.ShouldBe(200);
        (await host.Service.SendAsync(HttpMethod.Delete, Web, role: Role.Viewer)).Status.ShouldBe(403);
        (await host.Service.SendAsync(HttpMethod.Post, PackageHost.Packages, """{"version":"1.0.0"}""", Role.Operator)).Status.ShouldBe(403);
    }
}
