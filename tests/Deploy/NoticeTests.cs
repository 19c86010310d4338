using System.Security.Cryptography.X509Certificates;
using System.Text;
using Platform.Libraries.Tests.Kubernetes;

namespace Platform.Deploy.Tests;

/// <summary>The steps <c>webhook</c> and <c>notification</c> tell others, as the platform's notifications do.</summary>
public sealed class NoticeTests
{
    [Fact]
    public async Task A_webhook_that_is_away_is_tried_again_under_the_same_id()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:AllowLoopbackCalls", "true"));
        await using var server = await HookServer.StartAsync();
        server.Answers.Enqueue(503);

        await host.PhaseAsync(await host.RollOutAsync(Steps($$"""- {name: hook, type: webhook, properties: {url: {value: "{{server.Url}}/hook"}, data: {a: 1} } }""")), "succeeded");

        server.Heard.Select(heard => (heard.Path, heard.Body)).ShouldBe([("/hook", """{"a":1}"""), ("/hook", """{"a":1}""")]);
        server.Heard.Select(heard => heard.Id).Distinct().ShouldHaveSingleItem().ShouldNotBeNull().ShouldEndWith(".hook");
    }

    [Fact]
    public async Task A_webhook_that_refuses_ends_the_step_at_once()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:AllowLoopbackCalls", "true"));
        await using var server = await HookServer.StartAsync();
        server.Answers.Enqueue(404);

        var rollout = await host.PhaseAsync(await host.RollOutAsync(Steps($$"""- {name: hook, type: webhook, properties: {url: {value: "{{server.Url}}/hook"} } }""")), "failed");

        rollout["steps"]![0]!.ToJsonString().ShouldContain("answered 404");
        server.Heard.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_chat_that_says_no_in_its_answer_was_not_told()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:AllowLoopbackCalls", "true"));
        await using var server = await HookServer.StartAsync();
        server.Text = """{"errcode":310000,"errmsg":"keywords not in content"}""";

        var rollout = await host.RollOutAsync(Steps(
            $$"""- {name: tell, type: notification, properties: {dingding: {url: {value: "{{server.Url}}/ding"}, message: {msgtype: text, text: {content: hello} } } } }"""));

        await Wait.UntilAsync("it to be told again", () => Task.FromResult(server.Heard.Count > 1));
        server.Text = """{"errcode":0}""";
        await host.PhaseAsync(rollout, "succeeded");
    }

    [Fact]
    public async Task A_letter_is_handed_in_with_a_login_and_in_secret()
    {
        var authority = new TestAuthority();
        using var trusted = new TrustedRoot(authority.Pem);
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:AllowLoopbackCalls", "true"));
        await using var server = new MailTrap(authority.IssueForServer("mail"));

        await host.PhaseAsync(await host.RollOutAsync(Steps(Letter(server.Port))), "succeeded");

        var mail = await server.NextAsync();
        mail.IndexOf("STARTTLS", StringComparison.Ordinal).ShouldBeInRange(0, mail.IndexOf("AUTH", StringComparison.Ordinal));
        mail.ShouldContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("\0platform@example.com\0hunter2")));
        mail.ShouldContain("RCPT TO:<a@example.com>");
        mail.ShouldContain("RCPT TO:<b@example.com>");
        mail.ShouldContain("From: Releases <platform@example.com>");
        mail.ShouldContain("Subject: shop is out");
        mail.ShouldContain("Version 2 runs everywhere.");
    }

    [Fact]
    public async Task A_password_is_told_to_no_mail_server_in_plain_words()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:AllowLoopbackCalls", "true"));
        await using var server = new MailTrap();

        await host.RollOutAsync(Steps(Letter(server.Port)));

        var said = await server.NextAsync();
        said.ShouldStartWith("EHLO");
        said.ShouldNotContain("AUTH");
        said.ShouldNotContain("DATA");
    }

    [Theory]
    [InlineData("notification", """email: {from: {address: p@example.com, host: 127.0.0.1, password: {value: x} }, to: [a@example.com], content: {subject: s, body: b} }""")]
    [InlineData("webhook", """url: {value: "http://127.0.0.1:1/x"}""")]
    [InlineData("notification", """slack: {url: {value: "http://localhost:1/x"}, message: {text: hello}}""")]
    public async Task This_machine_is_not_called_unless_allowed(string type, string properties)
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);

        var rollout = await host.PhaseAsync(await host.RollOutAsync(Steps($$"""- {name: tell, type: {{type}}, properties: { {{properties}} } }""")), "failed");

        rollout["steps"]![0]!.ToJsonString().ShouldContain("which this platform does not allow");
    }

    private static string Steps(string steps) => $$"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: told}
        spec:
          components: []
          workflow:
            steps:
              {{steps}}
        """;

    private static string Letter(int port) => $$"""
        - {name: tell, type: notification, properties: {email: {
            from: {address: platform@example.com, alias: Releases, host: 127.0.0.1, port: {{port}}, password: {value: hunter2} },
            to: [a@example.com, b@example.com], content: {subject: shop is out, body: Version 2 runs everywhere.} } } }
        """.ReplaceLineEndings(" ");

    /// <summary>This user trusts an authority while the test runs; its key goes with the test.</summary>
    private sealed class TrustedRoot : IDisposable
    {
        private readonly X509Store _store = new(StoreName.Root, StoreLocation.CurrentUser, OpenFlags.ReadWrite);
        private readonly X509Certificate2 _root;

        public TrustedRoot(string pem) => _store.Add(_root = X509Certificate2.CreateFromPem(pem));

        public void Dispose()
        {
            _store.Remove(_root);
            _store.Dispose();
            _root.Dispose();
        }
    }
}
