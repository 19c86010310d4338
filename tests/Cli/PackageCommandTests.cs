using System.Net;
using Shouldly;

namespace Platform.Cli.Tests;

/// <summary>Sources and packages: what is sent, and what is printed.</summary>
public sealed class PackageCommandTests
{
    private const string Package = """
        {"application":"shop","version":"1.4.0","phase":"succeeded","reference":"platform.local/packages/default/shop:1.4.0@sha256:0123456789abcdef","tags":["latest"],"labels":{"team":"a"},
         "components":[{"component":"web","type":"webservice","phase":"succeeded","digest":"sha256:0123456789abcdef","reused":true,"duration":"1.2s","images":["w@sha256:1"]}]}
        """;

    [Fact]
    public async Task Sources_are_listed_with_the_place_they_come_from()
    {
        var server = FakeServer.Of("""
            {"items":[
              {"component":"api","type":"webservice","image":{"git":{"url":"https://git.example/shop.git","ref":"main","path":"api"}},"updatedBy":"dev"},
              {"component":"cache","type":"helm","chart":{"repo":"https://charts.example","name":"redis","version":"^20"},"updatedBy":"dev"},
              {"component":"settings","type":"config","config":{"values":{"A":"b"}},"updatedBy":"dev"}]}
            """);

        var run = await CommandLine.RunAsync(["source", "list", "shop"], server);

        run.Out.ShouldBe("""
            COMPONENT  TYPE        KIND    FROM                                   UPDATED  BY
            api        webservice  image   https://git.example/shop.git#main api  -        dev
            cache      helm        chart   https://charts.example redis ^20       -        dev
            settings   config      config  -                                      -        dev

            """);
    }

    [Fact]
    public async Task A_source_is_shown_as_a_document_that_can_be_set_again()
    {
        var run = await CommandLine.RunAsync(["source", "get", "shop", "web"], FakeServer.Of("""{"type":"webservice","image":{"ref":"a:1"}}"""));

        run.Out.ShouldBe("type: webservice\nimage:\n  ref: a:1\n");
    }

    [Theory]
    [InlineData("source delete shop web", "DELETE", "/api/v1/namespaces/default/sources/shop/web", "source of shop/web deleted\n")]
    [InlineData("package delete shop 1.4.0", "DELETE", "/api/v1/namespaces/default/packages/shop/1.4.0", "package shop:1.4.0 deleted\n")]
    [InlineData("package cancel shop 1.4.0", "POST", "/api/v1/namespaces/default/packages/shop/1.4.0/cancel", "package shop:1.4.0 is being cancelled\n")]
    [InlineData("package retry shop 1.4.0", "POST", "/api/v1/namespaces/default/packages/shop/1.4.0/retry", "package shop:1.4.0 is being tried again\n")]
    [InlineData("package tag shop 1.4.0 latest", "PUT", "/api/v1/namespaces/default/packages/shop/1.4.0/tags/latest", "tag latest leads to shop:1.4.0\n")]
    [InlineData("package tag shop 1.4.0 latest --remove", "DELETE", "/api/v1/namespaces/default/packages/shop/1.4.0/tags/latest", "tag latest taken away from shop:1.4.0\n")]
    public async Task A_verb_is_one_request(string line, string method, string path, string said)
    {
        var server = new FakeServer(request => request.Method == HttpMethod.Delete ? new HttpResponseMessage(HttpStatusCode.NoContent) : FakeServer.Json(Package));

        var run = await CommandLine.RunAsync(line.Split(' '), server);

        run.Code.ShouldBe(0, run.Error);
        run.Out.ShouldBe(said);
        var (request, _) = server.Asked.Single();
        request.Method.Method.ShouldBe(method);
        request.RequestUri!.AbsolutePath.ShouldBe(path);
    }

    [Fact]
    public async Task A_build_is_asked_for_with_its_tags_and_by_force()
    {
        var server = FakeServer.Of(Package);

        var run = await CommandLine.RunAsync(["package", "build", "shop", "1.4.0", "--tag", "latest", "--tag", "stable", "--force", "--label", "a=b"], server);

        run.Out.ShouldBe("package shop:1.4.0 requested\n");
        server.Asked.Single().Body.ShouldBe("""{"version":"1.4.0","labels":{"a":"b"},"tags":["latest","stable"],"force":true}""");
    }

    [Fact]
    public async Task A_package_is_shown_with_its_components()
    {
        var run = await CommandLine.RunAsync(["package", "get", "shop", "latest"], FakeServer.Of(Package));

        run.Out.ShouldBe("""
            package shop:1.4.0: succeeded
            reference: platform.local/packages/default/shop:1.4.0@sha256:0123456789abcdef
            tags: latest
            labels: team=a
            COMPONENT  TYPE        PHASE      DIGEST               REUSED  DURATION  IMAGES      ERROR
            web        webservice  succeeded  sha256:0123456789ab  yes     1.2s      w@sha256:1  -

            """);
    }

    [Fact]
    public async Task Packages_are_listed_by_label()
    {
        var server = FakeServer.Of("""{"items":[]}""");

        await CommandLine.RunAsync(["package", "list", "shop", "-l", "team=a"], server);

        server.Asked.Single().Request.RequestUri!.Query.ShouldBe("?labelSelector=team%3Da");
    }

    [Fact]
    public async Task A_log_is_printed_line_by_line_and_its_absence_told()
    {
        var server = new FakeServer(_ => new HttpResponseMessage { Content = new StringContent("web | one\nweb | two\n") });
        var absent = new FakeServer(_ => FakeServer.Json("""{"title":"Not found","detail":"A build log of package shop:9.9.9 does not exist."}""", HttpStatusCode.NotFound));

        var run = await CommandLine.RunAsync(["package", "log", "shop", "1.4.0", "--follow", "--component", "web"], server);
        var missing = await CommandLine.RunAsync(["package", "log", "shop", "9.9.9"], absent);

        run.Out.ShouldBe("web | one\nweb | two\n");
        server.Asked.Single().Request.RequestUri!.PathAndQuery.ShouldBe("/api/v1/namespaces/default/packages/shop/1.4.0/log?follow=true&component=web");
        missing.Code.ShouldBe(2);
        missing.Error.ShouldContain("does not exist");
    }
}
