using Platform.Gateway.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.Gateway.Tests;

public sealed class RolesTests(TestPlatform platform) : IClassFixture<TestPlatform>
{
    [Theory]
    [InlineData("viewer", "default", "GET", "namespaces/default/applications", 200)]
    [InlineData("viewer", "default", "GET", "namespaces/other/applications", 403)]
    [InlineData("viewer", null, "GET", "namespaces/other/applications", 200)]
    [InlineData("viewer", "default", "GET", "clusters", 200)]
    [InlineData("viewer", null, "POST", "namespaces/default/applications", 403)]
    [InlineData("operator", "default", "POST", "namespaces/default/applications", 202)]
    [InlineData("operator", "default", "GET", "namespaces/default/applications", 200)]
    [InlineData("operator", "default", "POST", "namespaces/other/applications", 403)]
    [InlineData("operator", null, "POST", "namespaces/other/applications", 202)]
    [InlineData("operator", null, "PUT", "namespaces/default/sources/a/b", 403)]
    [InlineData("developer", "default", "PUT", "namespaces/default/sources/a/b", 200)]
    [InlineData("developer", null, "POST", "namespaces/default/applications", 403)]
    [InlineData("operator", null, "PUT", "clusters/east", 403)]
    [InlineData("operator", null, "GET", "keys", 403)]
    [InlineData("operator", null, "GET", "audit", 403)]
    [InlineData("infra", null, "PUT", "clusters/east", 200)]
    [InlineData("infra", null, "POST", "namespaces/other/applications", 202)]
    [InlineData("infra", null, "GET", "keys", 200)]
    public async Task A_role_allows_its_own_and_no_more(string role, string? ns, string method, string path, int status)
    {
        using var client = await platform.WithAsync((role, ns));
        var answer = await client.SendAsync(method, path, method == "GET" ? null : new { kubeconfig = "x" });
        answer.Status.ShouldBe(status, answer.Text);
    }

    [Fact]
    public async Task A_refusal_names_the_role_and_the_namespace()
    {
        using var viewer = await platform.WithAsync(("viewer", null));
        var answer = await viewer.SendAsync("POST", "namespaces/shop-prod/applications", new { });
        answer.Status.ShouldBe(403);
        var detail = answer.Json["detail"]!.GetValue<string>();
        detail.ShouldContain("operator");
        detail.ShouldContain("'shop-prod'");
    }
}
