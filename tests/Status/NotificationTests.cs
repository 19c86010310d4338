using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Deploy.V1;
using Platform.Hosting;
using Platform.Notifications;
using Platform.Tests.Support;

namespace Platform.Status.Tests;

public sealed class NotificationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_webhook_gets_the_cloud_event_signed_and_only_what_it_subscribed_to()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var status = await StartAsync();
        await PutAsync(status, new { webhook = new { url = receiver.Url, secret = "s3cret" }, types = new[] { "rollout-failed" } });
        await status.SayAsync(Failed("shop"));
        await status.SayAsync(new ApplicationDeleted { Namespace = "shop", Application = "web", Revision = 1 });
        await status.SayAsync(Failed("other"));
        await status.SayAsync(Failed("shop"));

        await receiver.CountAsync(2);

        var got = receiver.Got.First();
        got.Headers["Content-Type"].ShouldStartWith("application/cloudevents+json");
        var e = JsonNode.Parse(got.Body)!;
        (e["type"]!.ToString(), e["subject"]!.ToString(), e["specversion"]!.ToString()).ShouldBe(("platform.deploy.v1.rollout-failed", "shop/web", "1.0"));
        got.Headers["webhook-id"].ShouldBe(e["id"]!.ToString());
        got.Headers["webhook-signature"].ShouldBe(WebhookSender.Signature(
            "s3cret"u8, got.Headers["webhook-id"], long.Parse(got.Headers["webhook-timestamp"]), Encoding.UTF8.GetBytes(got.Body)));
        receiver.Got.ShouldAllBe(g => g.Body.Contains("rollout-failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_fails_is_tried_again_then_given_up_and_can_be_replayed()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Status = 500;
        await using var status = await StartAsync("--Status:NotificationAttempts=3");
        await PutAsync(status, new { webhook = new { url = receiver.Url } });
        await status.SayAsync(Failed("shop"));

        using var client = Operator(status);
        JsonNode? dead = null;
        for (var tries = 0; dead is null && tries < 1000; tries++)
        {
            dead = (await client.GetFromJsonAsync<JsonNode>("namespaces/shop/subscriptions/ops/dead"))!["items"]!.AsArray().FirstOrDefault();
            await Task.Delay(10);
        }
        (dead.ShouldNotBeNull()["attempts"]!.GetValue<int>(), dead["fault"]!.ToString()).ShouldBe((3, "127.0.0.1 answered 500"));
        receiver.Got.Select(g => g.Headers["webhook-id"]).Distinct().ShouldHaveSingleItem();

        receiver.Status = 200;
        (await client.PostAsync($"namespaces/shop/subscriptions/ops/replay?event={dead["event"]}", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await receiver.CountAsync(4);
        (await client.PostAsync("namespaces/shop/subscriptions/ops/replay?event=another", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Gone_is_for_good_and_a_redirect_is_not_followed()
    {
        await using var receiver = await Receiver.StartAsync();
        using var sender = new WebhookSender(new() { AllowLoopback = true }, TimeProvider.System);
        var message = new WebhookMessage { Url = new(receiver.Url), ContentType = "application/json", Body = "{}"u8.ToArray(), Id = "1" };

        receiver.Status = 410;
        (await sender.SendAsync(message, default)).Final.ShouldBeTrue();
        receiver.Status = 302;
        (await sender.SendAsync(message, default)).Fault.ShouldBe("127.0.0.1 answered 302");
        receiver.Status = 200;
        receiver.Answer = """{"errcode":310000,"errmsg":"keywords not in content"}""";
        (await sender.SendAsync(message with { Chat = true }, default)).Fault.ShouldBe("127.0.0.1 did not take it: keywords not in content");
        (await sender.SendAsync(message, default)).HasArrived.ShouldBeTrue();
        receiver.Got.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/x")]
    [InlineData("http://[::ffff:10.0.0.1]/x")]
    [InlineData("http://localhost/x")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    public async Task Private_addresses_are_refused_unless_allowed(string url)
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        using var client = Operator(status);

        var answer = await client.PutAsJsonAsync("namespaces/shop/subscriptions/ops", new { webhook = new { url } });

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadFromJsonAsync<JsonNode>())!["errors"]![0]!["path"]!.ToString().ShouldBe("/webhook/url");
        using var sender = new WebhookSender(new(), TimeProvider.System);
        (await sender.SendAsync(new() { Url = new(url), ContentType = "application/json", Body = [], Id = "1" }, default)).Fault.ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_fault_of_a_subscription_is_told_and_what_is_kept_is_never_shown()
    {
        await using var status = await StartAsync();
        using var client = Operator(status);
        var bad = await client.PutAsJsonAsync("namespaces/shop/subscriptions/Ops", new { slack = new { url = "ftp://x", secret = "y" }, email = new { to = new[] { "nobody" } }, types = new[] { "rollout-exploded" } });
        var errors = (await bad.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!.AsArray().Select(e => e!["path"]!.ToString()).ToList();
        errors.ShouldBe(["/name", "", "/slack/url", "/slack/secret", "/email", "/email/to/0", "/types"], ignoreOrder: true);

        await PutAsync(status, new { slack = new { url = "https://hooks.example.com/services/T0/B0/token" }, applications = new[] { "web" } });
        var shown = await client.GetStringAsync("namespaces/shop/subscriptions/ops");
        shown.ShouldContain("hooks.example.com");
        shown.ShouldNotContain("token");
        using var viewer = status.Client(new RoleGrant(Role.Viewer, "shop"));
        (await viewer.PutAsJsonAsync("namespaces/shop/subscriptions/ops", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.DeleteAsync("namespaces/shop/subscriptions/ops")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync("namespaces/shop/subscriptions/ops")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("slack", """{"text":"shop/web: Rollout of revision 1 failed: \u0026lt;!here\u0026gt;"}""")]
    [InlineData("dingTalk", """{"msgtype":"text","text":{"content":"shop/web: Rollout of revision 1 failed: \u003C!here\u003E"}}""")]
    [InlineData("lark", """{"msg_type":"text","content":{"text":"shop/web: Rollout of revision 1 failed: \u003C!here\u003E"}}""")]
    public async Task Chats_get_a_sentence_in_their_own_form(string chat, string body)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var status = await StartAsync();
        await PutAsync(status, new Dictionary<string, object> { [chat] = new { url = receiver.Url }, ["types"] = new[] { "rollout-failed" } });

        await status.SayAsync(Failed("shop") with { Reason = "<!here>" });

        await receiver.CountAsync(1);
        receiver.Got.Single().Body.ShouldBe(body);
    }

    [Fact]
    public async Task Mail_goes_to_all_addresses_with_the_sentence_and_the_event()
    {
        await using var server = new MailTrap();
        await using var status = await StartAsync("--Status:Mail:Host=127.0.0.1", $"--Status:Mail:Port={server.Port}", "--Status:Mail:From=Platform <p@example.com>", "--Status:Mail:AllowPlain=true");
        await PutAsync(status, new { email = new { to = new[] { "a@example.com", "b@example.com" } }, types = new[] { "rollout-failed" } });

        await status.SayAsync(Failed("shop"));

        var mail = await server.NextAsync();
        mail.ShouldContain("RCPT TO:<a@example.com>");
        mail.ShouldContain("RCPT TO:<b@example.com>");
        mail.ShouldContain("Subject: [platform] shop/web: rollout failed");
        mail.ShouldContain("Rollout of revision 1 failed: no such image");
    }

    private Task<StatusHost> StartAsync(params string[] settings) =>
        StatusHost.StartAsync(_folder.Path, ["--Status:NotifyPrivateAddresses=true", "--Status:NotificationPause=00:00:00.05", "--Messaging:DueInterval=00:00:00.2", .. settings]);

    private static HttpClient Operator(StatusHost status) => status.Client(new RoleGrant(Role.Operator));

    private static async Task PutAsync(StatusHost status, object subscription)
    {
        using var client = Operator(status);
        var answer = await client.PutAsJsonAsync("namespaces/shop/subscriptions/ops", subscription);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private static RolloutFailed Failed(string ns) =>
        new() { Namespace = ns, Application = "web", Rollout = Guid.NewGuid(), Number = 1, Revision = 1, Reason = "no such image" };

    /// <summary>A subscriber's server.</summary>
    private sealed class Receiver(WebApplication app) : IAsyncDisposable
    {
        public ConcurrentQueue<(Dictionary<string, string> Headers, string Body)> Got { get; } = new();

        public int Status { get; set; } = 200;

        public string Answer { get; set; } = "ok";

        public string Url => app.Urls.First() + "/hook";

        public static async Task<Receiver> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            var receiver = new Receiver(app);
            app.Run(receiver.TakeAsync);
            await app.StartAsync();
            return receiver;
        }

        public async Task CountAsync(int count)
        {
            var until = TimeProvider.System.GetUtcNow().AddSeconds(20);
            while (Got.Count < count && TimeProvider.System.GetUtcNow() < until)
                await Task.Delay(10);
            Got.Count.ShouldBe(count);
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            Got.Enqueue((context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
            context.Response.StatusCode = Status;
            if (Status == 302)
                context.Response.Headers.Location = "http://169.254.169.254/";
            await context.Response.WriteAsync(Answer);
        }
    }
}
