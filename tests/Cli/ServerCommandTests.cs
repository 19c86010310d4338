using System.Net;
using System.Text.Json.Nodes;
using Shouldly;

namespace Platform.Cli.Tests;

/// <summary>What is sent and what is printed when all is well.</summary>
public sealed class ServerCommandTests
{
    [Fact]
    public async Task A_list_is_read_to_its_end_and_printed_in_plain_columns()
    {
        var server = FakeServer.Of(
            """{"items":[{"name":"east-1","version":"v1.36.0","reachable":true,"labels":{"region":"east","tier":"a"}}],"continue":"t +1"}""",
            """{"items":[{"name":"w","reachable":false,"message":"no route"}],"continue":null}""");

        var run = await CommandLine.RunAsync(["cluster", "list"], server, variables: ("PLATFORM_KEY", "secret"));

        run.Code.ShouldBe(0);
        run.Out.ShouldBe("""
            NAME    VERSION  REACHABLE  LAST SEEN  LABELS              MESSAGE
            east-1  v1.36.0  yes        -          region=east,tier=a  -
            w       -        no         -          -                   no route

            """);
        server.Asked[1].Request.RequestUri!.Query.ShouldBe("?continue=t%20%2B1");
        server.Asked.ShouldAllBe(x => x.Request.Headers.Authorization!.ToString() == "Bearer secret");
    }

    [Theory]
    [InlineData("json")]
    [InlineData("yaml")]
    public async Task A_list_as_data_is_what_the_server_said(string format)
    {
        var run = await CommandLine.RunAsync(["cluster", "list", "-o", format], FakeServer.Of("""{"items":[{"name":"east-1","new":{"field":[1]}}]}"""));

        var read = format == "json" ? JsonNode.Parse(run.Out)! : Corpus.Read(run.Out).Single();
        read.ToJsonString().ShouldBe("""{"items":[{"name":"east-1","new":{"field":[1]}}]}""");
    }

    [Fact]
    public async Task A_cluster_is_added_with_its_labels_and_typed_parameters()
    {
        var server = FakeServer.Of("""{"name":"east-1","reachable":true,"version":"v1.36.0"}""");

        var run = await CommandLine.RunAsync(
            ["cluster", "add", "east-1", "--kubeconfig", "-", "--label", "region=east", "--label", "expr=a=b", "--param", "replicas=5", "--param", "tls=true", "--param", "zone=eu: 1"],
            server, "kind: Config\n");

        run.Out.ShouldBe("cluster east-1 registered, Kubernetes v1.36.0\n");
        var (request, body) = server.Asked.Single();
        request.Method.ShouldBe(HttpMethod.Put);
        request.RequestUri!.AbsolutePath.ShouldBe("/api/v1/clusters/east-1");
        request.Headers.GetValues("Idempotency-Key").Single().ShouldNotBeEmpty();
        body.ShouldBe("""{"kubeconfig":"kind: Config\n","labels":{"region":"east","expr":"a=b"},"parameters":{"replicas":5,"tls":true,"zone":"eu: 1"}}""");
    }

    [Fact]
    public async Task An_application_is_sent_as_it_is_and_its_warnings_are_told()
    {
        const string application = "# as written\nkind: Application\nmetadata: {name: shop}\n";
        var server = new FakeServer(_ => FakeServer.Json(
            """{"application":"shop","revision":1,"rollout":"r1","warnings":[{"path":"/spec/x","detail":"unknown"}]}""", HttpStatusCode.Accepted));

        var run = await CommandLine.RunAsync(["apply", "-f", "-", "--strict", "-n", "team a"], server, application);

        run.Code.ShouldBe(0);
        run.Out.ShouldBe("application shop revision 1 accepted: rollout r1\n");
        run.Error.ShouldBe("warning: /spec/x: unknown\n");
        var (request, body) = server.Asked.Single();
        request.RequestUri!.PathAndQuery.ShouldBe("/api/v1/namespaces/team%20a/applications?strict=true");
        request.Content!.Headers.ContentType!.MediaType.ShouldBe("application/yaml");
        body.ShouldBe(application);
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_change_where()
    {
        var server = FakeServer.Of("""
            {"application":"shop","clusters":[{"cluster":"east-1","namespace":"web","objects":[{}],"diff":[
              {"apiVersion":"apps/v1","kind":"Deployment","namespace":"web","name":"api","change":"update","fields":[".spec.replicas",".spec.paused"]}]}]}
            """);

        var run = await CommandLine.RunAsync(["apply", "-f", "-", "--dry-run"], server, "kind: Application\n");

        server.Asked.Single().Request.RequestUri!.Query.ShouldBe("?dryRun=true");
        run.Out.ShouldBe("""
            CLUSTER  CHANGE  KIND        NAMESPACE  NAME  FIELDS
            east-1   update  Deployment  web        api   .spec.replicas,.spec.paused

            """);
    }

    private const string DryRun = """
        {"application":"shop","warnings":[{"path":"","detail":"cluster far is not compared with what is live: it can't be reached"}],"clusters":[
          {"cluster":"east-1","namespace":"web","objects":[{"apiVersion":"v1","kind":"Service","metadata":{"name":"api","namespace":"web"},"spec":{"type":"ClusterIP"}}],"diff":[
            {"apiVersion":"apps/v1","kind":"Deployment","namespace":"web","name":"api","change":"update","fields":[".spec.replicas",".spec.paused"],
             "values":[{"path":".spec.replicas","live":2,"wanted":3},{"path":".spec.paused","live":true,"wanted":null}]},
            {"apiVersion":"v1","kind":"Service","namespace":"web","name":"api","change":"create","fields":[],"values":[]},
            {"apiVersion":"v1","kind":"Secret","namespace":"web","name":"key","change":"update","fields":[".data.k"],"values":[{"path":".data.k","live":"***","wanted":"***"}]},
            {"apiVersion":"v1","kind":"Namespace","namespace":null,"name":"old","change":"delete","fields":[],"values":[]}]},
          {"cluster":"west-1","namespace":"web","objects":[],"diff":[{"apiVersion":"v1","kind":"Service","namespace":"web","name":"api","change":"none","fields":[],"values":[]}]},
          {"cluster":"far","namespace":"web","objects":[],"diff":[]}]}
        """;

    [Fact]
    public async Task A_diff_shows_what_is_there_and_what_would_be()
    {
        var run = await CommandLine.RunAsync(["diff", "-f", "-", "--objects", "--exit-code"], FakeServer.Of(DryRun), "kind: Application\n");

        run.Code.ShouldBe(1);
        run.Error.ShouldContain("cluster far is not compared");
        run.Out.ShouldBe("""
            cluster east-1
              ~ Deployment web/api
                  .spec.replicas
                    - 2
                    + 3
                  .spec.paused
                    - true
              + Service web/api
                  apiVersion: v1
                  kind: Service
                  metadata:
                    name: api
                    namespace: web
                  spec:
                    type: ClusterIP
              ~ Secret web/key
                  .data.k
                    - ***
                    + ***
              - Namespace old
            cluster west-1
              nothing changes
            cluster far
              not compared
            1 to create, 2 to update, 1 to delete, 1 unchanged

            """);
    }

    [Fact]
    public async Task A_diff_is_data_too_and_ends_well_unless_asked()
    {
        var run = await CommandLine.RunAsync(["diff", "-f", "-", "-o", "json"], FakeServer.Of(DryRun), "kind: Application\n");
        run.Code.ShouldBe(0);
        JsonNode.Parse(run.Out)!["application"]!.ToString().ShouldBe("shop");
        (await CommandLine.RunAsync(["diff", "-f", "-"], FakeServer.Of(DryRun), "kind: Application\n", terminal: true)).Out.ShouldContain("~ Deployment web/api");
    }

    [Fact]
    public async Task The_status_is_told_per_cluster_and_component()
    {
        var server = FakeServer.Of("""
            {"metadata":{"name":"shop"},"status":{"status":"running","latestRevision":{"name":"shop-v3","revision":3},
             "services":[{"name":"web","cluster":"east-1","namespace":"shop","healthy":true,"health":"Healthy","images":["web:1"]},{"name":"api","cluster":"west","healthy":false,"health":"Progressing","images":[],"message":"1 of 2 pods\nready"}]}}
            """);

        var run = await CommandLine.RunAsync(["status", "shop"], server);

        run.Out.ShouldBe("""
            application shop: running, revision 3
            CLUSTER  COMPONENT  HEALTH       IMAGE  NAMESPACE  LAST SEEN  MESSAGE
            east-1   web        Healthy      web:1  shop       -          -
            west     api        Progressing  -      -          -          1 of 2 pods ready

            """);
    }

    [Fact]
    public async Task A_rollback_says_where_to_and_which_clusters()
    {
        var server = FakeServer.Of("{}");

        var run = await CommandLine.RunAsync(["rollout", "rollback", "r1", "--to-revision", "3", "--cluster", "a", "--cluster", "b"], server);

        run.Out.ShouldBe("rollout r1 is being rolled back\n");
        server.Asked[0].Request.RequestUri!.AbsolutePath.ShouldEndWith("/rollouts/r1/rollback");
        server.Asked[0].Body.ShouldBe("""{"toRevision":3,"clusters":["a","b"]}""");
    }

    [Theory]
    [InlineData("approve", "resume")]
    [InlineData("reject", "reject")]
    [InlineData("cancel", "cancel")]
    [InlineData("retry", "retry")]
    public async Task A_decision_is_posted_to_the_rollout(string command, string verb)
    {
        var server = FakeServer.Of("{}");

        (await CommandLine.RunAsync(["rollout", command, "r1", "-n", "web"], server)).Code.ShouldBe(0);

        server.Asked.Single().Request.Method.ShouldBe(HttpMethod.Post);
        server.Asked.Single().Request.RequestUri!.AbsolutePath.ShouldBe($"/api/v1/namespaces/web/rollouts/r1/{verb}");
    }

    [Fact]
    public async Task The_tree_of_an_application_is_printed_with_what_is_wrong_where()
    {
        var server = FakeServer.Of("""
            {"application":"shop","revision":3,"phase":"unhealthy","health":"Degraded","clusters":[
              {"cluster":"east-1","revision":3,"health":"Healthy","lastSeen":"2026-01-31T08:15:00Z","components":[
                {"component":"web","health":"Healthy","objects":[{"kind":"Service","name":"web","health":"none","restarts":0,"children":[]}]}]},
              {"cluster":"west-1","revision":3,"health":"Degraded","lastSeen":"2026-01-31T08:15:00Z","components":[
                {"component":"web","health":"Degraded","message":"1 of 2 pods ready","objects":[
                  {"kind":"Deployment","name":"web","health":"Degraded","drift":["spec.replicas"],"changedBy":["kubectl-edit"],"children":[
                    {"kind":"Pod","name":"web-7f","health":"Degraded","message":"ImagePullBackOff: not found","restarts":4,"children":[]}]}]}]}]}
            """);

        var run = await CommandLine.RunAsync(["status", "shop", "--tree"], server);

        run.Out.ReplaceLineEndings("\n").ShouldBe("""
            shop  Degraded (unhealthy, revision 3)
            ├─ east-1  Healthy, revision 3, seen 2026-01-31 08:15:00Z
            │  └─ web  Healthy
            │     └─ Service web
            └─ west-1  Degraded, revision 3, seen 2026-01-31 08:15:00Z
               └─ web  Degraded: 1 of 2 pods ready
                  └─ Deployment web  Degraded  (changed by kubectl-edit: spec.replicas)
                     └─ Pod web-7f  Degraded: ImagePullBackOff: not found  (4 restarts)

            """.ReplaceLineEndings("\n"));
        server.Asked.Single().Request.RequestUri!.AbsolutePath.ShouldEndWith("/applications/shop/resources");
    }

    [Fact]
    public async Task A_timeline_is_printed_newest_first_as_the_server_has_it()
    {
        var server = FakeServer.Of("""{"items":[{"time":"2026-01-31T08:15:00Z","event":"resource-repaired","revision":3,"message":"changed back"}],"continue":null}""");

        var run = await CommandLine.RunAsync(["status", "shop", "--timeline"], server);

        run.Out.ShouldContain("2026-01-31 08:15:00Z  resource-repaired  3         changed back");
    }
}
