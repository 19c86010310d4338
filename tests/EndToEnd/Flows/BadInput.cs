using System.Net;
using System.Text.Json.Nodes;
using Platform.EndToEnd.Tests.Harness;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>Bad requests: the answer says what, where and what would be right, and nothing half-done stays behind.</summary>
public abstract class BadInput(World world)
{
    [Fact]
    public async Task Three_faults_are_all_told_with_line_and_path()
    {
        const string Document = """
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata:
              name: faulty
            spec:
              components:
                - name: web
                  type: webservise
                  properties: {image: nginx}
                - name: api
                  type: webservice
                  properties: {port: 80}
                  traits:
                    - type: scaler
                      properties: {replicas: many}
            """;

        var answer = await world.Api.SendYamlAsync(HttpMethod.Post, "namespaces/default/applications", Document);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Text);
        answer.Errors.ShouldContain(error => error.Path == "/spec/components/0/type" && error.Line == 8 && error.Detail.Contains("webservice", StringComparison.Ordinal));
        answer.Errors.ShouldContain(error => error.Path!.StartsWith("/spec/components/1/properties", StringComparison.Ordinal) && error.Detail.Contains("image", StringComparison.Ordinal));
        answer.Errors.ShouldContain(error => error.Path == "/spec/components/1/traits/0/properties/replicas" && error.Line == 15);
        (await world.Api.GetAsync("namespaces/default/applications/faulty")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Text_that_is_no_yaml_is_unreadable_with_its_line()
    {
        var answer = await world.Api.SendYamlAsync(HttpMethod.Post, "namespaces/default/applications", "kind: Application\nspec: [unclosed\n");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        answer.Errors.ShouldNotBeEmpty();
        answer.Errors[0].Line.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_unknown_cluster_is_told_with_its_path()
    {
        var answer = await world.Api.SendYamlAsync(
            HttpMethod.Post, "namespaces/default/applications", Documents.WebService("nowhere", clusters: ["mars-1"]));

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Text);
        answer.Errors.ShouldContain(error => error.Path!.StartsWith("/spec/policies/0/properties/clusters", StringComparison.Ordinal) && error.Detail.Contains("mars-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_package_is_told()
    {
        var document = Documents.WebService("unpacked").Replace("metadata:", "metadata:\n  annotations: {\"platform.oam.dev/package\": \"unpacked:9.9.9\"}", StringComparison.Ordinal);

        var answer = await world.Api.SendYamlAsync(HttpMethod.Post, "namespaces/default/applications", document);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Text);
        answer.Errors.ShouldContain(error => error.Detail.Contains("unpacked:9.9.9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_kubeconfig_that_runs_a_program_is_refused()
    {
        var marker = Path.Combine(Path.GetTempPath(), $"kubeconfig-ran-{Guid.NewGuid():N}");
        var kubeconfig = $$"""
            apiVersion: v1
            kind: Config
            current-context: c
            contexts:
              - name: c
                context: {cluster: c, user: u}
            clusters:
              - name: c
                cluster: {server: "https://10.0.0.1:6443"}
            users:
              - name: u
                user:
                  exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: ["{{marker}}"]}
            """;

        var answer = await world.Api.PutAsync("clusters/hostile", new JsonObject { ["kubeconfig"] = kubeconfig });

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Text);
        answer.Text.ShouldContain("exec");
        File.Exists(marker).ShouldBeFalse();
        (await world.Api.GetAsync("clusters/hostile")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_before_anything_else()
    {
        using var stranger = new Api(world.Gateway, "pk_wrong_key");

        var answer = await stranger.SendYamlAsync(HttpMethod.Post, "namespaces/default/applications", "not even yaml: [");

        answer.Status.ShouldBe(HttpStatusCode.Unauthorized, answer.Text);
    }

    [Fact]
    public async Task Credentials_are_never_shown()
    {
        var cluster = await world.Api.GetAsync($"clusters/{world.ClusterNames[0]}");

        cluster.Status.ShouldBe(HttpStatusCode.OK);
        cluster.Text.ShouldNotContain("certificate");
        cluster.Text.ShouldNotContain("token");
        cluster.Text.ShouldNotContain("PRIVATE KEY");
    }
}
