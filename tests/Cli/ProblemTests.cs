using System.Net;
using System.Net.Http.Headers;
using Shouldly;

namespace Platform.Cli.Tests;

/// <summary>What a user reads, and a script learns, when something is wrong.</summary>
public sealed class ProblemTests
{
    private const string Application = "apiVersion: core.oam.dev/v1beta1\nkind: Application\nmetadata: {name: shop}\n";

    [Fact]
    public async Task Every_fault_is_printed_with_its_place()
    {
        var server = Refusing(HttpStatusCode.UnprocessableEntity, """
            {"title":"Invalid","status":422,"detail":"3 things are wrong.","traceId":"abc","errors":[
              {"path":"/spec/components/0/type","line":9,"column":13,"detail":"there is no type 'webservise'; webservice?"},
              {"path":"/spec/workflow/steps/1","detail":"the step 'a' is there twice"},
              {"line":20,"column":1,"detail":"a tab can't indent"}]}
            """);

        var run = await CommandLine.RunAsync(["apply", "-f", "-"], server, Application);

        run.Code.ShouldBe(2);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldBe("""
            Invalid (422): 3 things are wrong.
              /spec/components/0/type (line 9, column 13): there is no type 'webservise'; webservice?
              /spec/workflow/steps/1: the step 'a' is there twice
              line 20, column 1: a tab can't indent

            """);
    }

    [Fact]
    public async Task A_single_fault_is_not_said_twice()
    {
        var run = await CommandLine.RunAsync(["status", "shop"], Refusing(HttpStatusCode.UnprocessableEntity, """
            {"title":"Invalid","detail":"too long","errors":[{"path":"/name","detail":"too long"}]}
            """));

        run.Error.ShouldBe("Invalid (422)\n  /name: too long\n");
    }

    [Theory]
    [InlineData(400, 2)]
    [InlineData(401, 3)]
    [InlineData(403, 3)]
    [InlineData(404, 2)]
    [InlineData(409, 2)]
    [InlineData(412, 2)]
    [InlineData(413, 2)]
    [InlineData(422, 2)]
    [InlineData(429, 3)]
    [InlineData(500, 3)]
    [InlineData(503, 3)]
    public async Task The_exit_code_says_whose_fault_it_is(int status, int code)
    {
        var run = await CommandLine.RunAsync(["cluster", "list"], Refusing((HttpStatusCode)status, """{"title":"No","detail":"because"}"""));

        run.Code.ShouldBe(code);
        run.Error.ShouldStartWith($"No ({status}): because\n");
    }

    [Fact]
    public async Task A_wrong_key_comes_with_what_to_do()
    {
        var run = await CommandLine.RunAsync(["cluster", "list"], Refusing(HttpStatusCode.Unauthorized, ""));

        run.Error.ShouldContain("PLATFORM_KEY");
    }

    [Fact]
    public async Task An_overloaded_server_says_when_to_come_back_and_a_broken_one_how_to_find_the_trace()
    {
        var server = new FakeServer(_ =>
        {
            var answer = FakeServer.Json("""{"title":"Not available now","detail":"starting","traceId":"4bf92f"}""", HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7));
            return answer;
        });

        var run = await CommandLine.RunAsync(["cluster", "list"], server);

        run.Error.ShouldBe("Not available now (503): starting\nTry again in 7 s.\nTrace: 4bf92f\n");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var run = await CommandLine.RunAsync(["cluster", "list"], variables: ("PLATFORM_URL", "http://example.test:9"));

        run.Code.ShouldBe(3);
        run.Error.ShouldBe("http://example.test:9/ can't be reached: Connection refused\n");
    }

    [Theory]
    [InlineData("<html>hello</html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task An_answer_of_something_else_is_no_crash(string body)
    {
        var run = await CommandLine.RunAsync(["cluster", "list"], FakeServer.Of(body));

        run.Code.ShouldBe(3);
        run.Error.ShouldContain("is it the platform");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("cluster")]
    [InlineData("cluster add x")]
    [InlineData("cluster list --nonsense")]
    [InlineData("cluster list -o xml")]
    [InlineData("apply -f /does/not/exist.yaml")]
    [InlineData("cluster list --url nowhere")]
    [InlineData("rollout watch x --timeout soon")]
    [InlineData("source set shop web")]
    [InlineData("cluster add x --kubeconfig - --label nopair")]
    public async Task Wrong_usage_ends_with_2_and_a_word_about_it(string line)
    {
        var run = await CommandLine.RunAsync(line.Split(' '), FakeServer.Of("{}"));

        run.Code.ShouldBe(2);
        run.Error.ShouldNotBeEmpty();
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Text_that_is_no_yaml_is_refused_with_its_line_before_anything_is_sent()
    {
        var server = FakeServer.Of("{}");

        var run = await CommandLine.RunAsync(["apply", "-f", "-"], server, "kind: Application\nspec: [\n");

        run.Code.ShouldBe(2);
        run.Error.ShouldContain("line");
        server.Asked.ShouldBeEmpty();
    }

    private static FakeServer Refusing(HttpStatusCode status, string body) => new(_ => FakeServer.Json(body, status));
}
