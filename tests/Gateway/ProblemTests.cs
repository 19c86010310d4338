using System.Text;
using Platform.Gateway.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.Gateway.Tests;

public sealed class ProblemTests(TestPlatform platform) : IClassFixture<TestPlatform>
{
    [Theory]
    [InlineData("GET", "nothing/here", 404)]
    [InlineData("GET", "clusters/east/nothing", 404)]
    [InlineData("DELETE", "clusters", 405)]
    [InlineData("PUT", "keys", 405)]
    [InlineData("GET", "clusters?limit=0", 400)]
    [InlineData("GET", "clusters?limit=501", 400)]
    [InlineData("GET", "clusters?limit=many", 400)]
    [InlineData("GET", "clusters?labelSelector=a%20in%20b", 400)]
    [InlineData("GET", "keys?continue=forged", 400)]
    [InlineData("GET", "keys/unknown", 404)]
    public async Task Every_fault_is_a_problem_with_a_trace(string method, string path, int status)
    {
        var answer = await platform.Admin.SendAsync(method, path, null);
        answer.Status.ShouldBe(status, answer.Text);
        answer.Type.ShouldBe("application/problem+json");
        answer.Json["status"]!.GetValue<int>().ShouldBe(status);
        answer.Json["title"]!.GetValue<string>().ShouldNotBeEmpty();
        answer.Json["detail"]!.GetValue<string>().ShouldNotBeEmpty();
        answer.Json["traceId"]!.GetValue<string>().ShouldMatch("^[0-9a-f]{32}$");
    }

    [Fact]
    public async Task A_refused_method_is_told_with_those_that_are_taken()
    {
        var answer = await platform.Admin.SendAsync("DELETE", "clusters", null);
        answer.Header("Allow").ShouldBe("GET");
        answer.Json["detail"]!.GetValue<string>().ShouldContain("GET");
    }

    [Fact]
    public async Task An_unexpected_fault_tells_nothing_of_the_inside()
    {
        var answer = await platform.Admin.GetAsync("definitions/broken");
        answer.Status.ShouldBe(500);
        answer.Type.ShouldBe("application/problem+json");
        answer.Text.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("""{"kubeconfig": "x", "labels": {"a": 1}}""", "application/json", "/labels/a")]
    [InlineData("kubeconfig: x\nlabels: [1]\n", "application/yaml", "/labels")]
    public async Task A_wrong_type_in_a_body_is_told_with_its_path(string text, string type, string path)
    {
        var answer = await PutAsync(text, type);
        answer.Status.ShouldBe(400);
        answer.Json["errors"]![0]!["path"]!.GetValue<string>().ShouldBe(path);
    }

    [Theory]
    [InlineData("{\n  \"kubeconfig\": \"x\",,\n}", "application/json", 2)]
    [InlineData("kubeconfig: x\nlabels: {a: b\n", "application/yaml", 3)]
    [InlineData("kubeconfig: x\nkubeconfig: y\n", "application/yaml", 2)]
    [InlineData("a: b\n---\nc: d\n", "application/yaml", 2)]
    public async Task What_is_no_document_is_told_with_its_line(string text, string type, int line)
    {
        var answer = await PutAsync(text, type);
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json["errors"]![0]!["line"]!.GetValue<int>().ShouldBe(line);
        answer.Json["errors"]![0]!["column"]!.GetValue<int>().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("", "application/json", 400)]
    [InlineData("null", "application/json", 400)]
    [InlineData("x", "text/plain", 415)]
    [InlineData("x", null, 415)]
    public async Task A_body_of_another_kind_is_refused(string text, string? type, int status) => (await PutAsync(text, type)).Status.ShouldBe(status);

    [Theory]
    [InlineData(1024 * 1024, 200)]
    [InlineData((1024 * 1024) + 1, 413)]
    [InlineData(5 * 1024 * 1024, 413)]
    public async Task A_body_beyond_the_limit_is_refused(int size, int status)
    {
        using var body = new ByteArrayContent(Encoding.ASCII.GetBytes(new string('a', size)));
        body.Headers.ContentType = new("application/yaml");
        var answer = await platform.Admin.SendContentAsync("PUT", "namespaces/default/applications/shop", body);
        answer.Status.ShouldBe(status);
        if (status != 200)
            answer.Type.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData(2 * 1024 * 1024)]
    [InlineData(6 * 1024 * 1024)]
    public async Task A_body_of_untold_length_is_bounded_too(int size)
    {
        using var body = new StreamContent(new UntoldStream(size));
        body.Headers.ContentType = new("application/yaml");
        (await platform.Admin.SendContentAsync("PUT", "namespaces/default/applications/shop", body)).Status.ShouldBe(413);
    }

    [Fact]
    public async Task Yaml_is_answered_where_it_is_asked_for()
    {
        using var body = new StringContent("kubeconfig: x\nlabels: {region: east, flag: 'yes', number: '1'}\n", Encoding.UTF8, "application/yaml");
        var answer = await platform.Admin.SendContentAsync("PUT", "clusters/east", body, ("Accept", "application/yaml"));
        answer.Type.ShouldBe("application/yaml");
        answer.Text.ShouldBe("name: east\nlabels:\n  region: east\n  flag: \"yes\"\n  number: \"1\"\n");
        foreach (var problem in new[] { "clusters?limit=0", "keys/unknown", "nothing" })
            (await platform.Admin.GetAsync(problem, ("Accept", "application/yaml"))).Type.ShouldBe("application/problem+json");
    }

    private async Task<Answer> PutAsync(string text, string? type)
    {
        using var body = new StringContent(text, Encoding.UTF8);
        body.Headers.ContentType = type is null ? null : new(type);
        return await platform.Admin.SendContentAsync("PUT", "clusters/east", body);
    }

    private sealed class UntoldStream(int size) : MemoryStream(new byte[size])
    {
        public override bool CanSeek => false;
    }
}
