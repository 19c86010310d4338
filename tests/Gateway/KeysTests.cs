using Platform.Gateway.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.Gateway.Tests;

public sealed class KeysTests(TestPlatform platform) : IClassFixture<TestPlatform>
{
    [Fact]
    public async Task A_key_is_shown_once_works_and_opens_nothing_once_revoked()
    {
        var made = await platform.Admin.SendAsync("POST", "keys", new { name = "ci", roles = new[] { new { role = "viewer", @namespace = "default" } } });
        made.Status.ShouldBe(201);
        made.Header("Cache-Control").ShouldBe("no-store");
        var secret = made.Json["key"]!.GetValue<string>();
        secret.ShouldMatch("^pk_[0-9a-f]{12}_[0-9a-f]{64}$");
        using var ci = new Client(platform.Gateway, secret);
        (await ci.GetAsync("clusters")).Json["caller"]!.GetValue<string>().ShouldBe("ci");

        var shown = await platform.Admin.GetAsync(made.Header("Location")!);
        shown.Status.ShouldBe(200);
        shown.Text.ShouldNotContain(secret.Split('_')[2]);
        var listed = await platform.Admin.GetAsync("keys");
        listed.Text.ShouldContain("\"ci\"");
        listed.Text.ShouldNotContain(secret.Split('_')[2]);

        (await platform.Admin.SendAsync("DELETE", made.Header("Location")!, null)).Status.ShouldBe(204);
        (await ci.GetAsync("clusters")).Status.ShouldBe(401);
        (await platform.Admin.GetAsync(made.Header("Location")!)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_secret_is_stored_nowhere()
    {
        using var key = await platform.WithAsync(("viewer", null));
        await key.GetAsync("clusters");
        var secret = key.Key!.Split('_')[2];
        foreach (var file in Directory.EnumerateFiles(platform.Data).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldNotContain(secret, Case.Sensitive, file);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("pk_000000000000_0123456789abcdef")]
    [InlineData("pk_admin_0123456789abcdef")]
    public async Task A_wrong_key_is_answered_401_with_how_to_do_better(string? key)
    {
        using var client = new Client(platform.Gateway, key);
        var answer = await client.GetAsync("clusters");
        answer.Status.ShouldBe(401);
        answer.Type.ShouldBe("application/problem+json");
        answer.Header("WWW-Authenticate").ShouldBe("Bearer realm=\"platform\"");
        answer.Json["detail"]!.GetValue<string>().ShouldContain("Authorization: Bearer");
    }

    [Fact]
    public async Task A_right_id_with_a_wrong_secret_is_answered_401()
    {
        using var key = await platform.WithAsync(("viewer", null));
        using var forged = new Client(platform.Gateway, key.Key![..^1] + (key.Key![^1] == '0' ? '1' : '0'));
        (await forged.GetAsync("clusters")).Status.ShouldBe(401);
        (await key.GetAsync("clusters")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_key_opens_nothing_after_its_time()
    {
        var made = await platform.Admin.SendAsync(
            "POST", "keys", new { name = "brief", roles = new[] { new { role = "viewer" } }, expiresAt = TimeProvider.System.GetUtcNow().AddMilliseconds(700) });
        using var brief = new Client(platform.Gateway, made.Json["key"]!.GetValue<string>());
        (await brief.GetAsync("clusters")).Status.ShouldBe(200);
        await Eventually.IsTrueAsync(async () => (await brief.GetAsync("clusters")).Status == 401);
        (await platform.Admin.GetAsync("keys/" + made.Json["id"])).Json["expired"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Everything_wrong_with_a_new_key_is_told_at_once()
    {
        var answer = await platform.Admin.SendAsync("POST", "keys", new
        {
            name = "Not A Label",
            roles = new object[] { new { role = "boss" }, new { role = "infra", @namespace = "default" } },
            expiresAt = "2001-01-01T00:00:00Z",
        });
        answer.Status.ShouldBe(422);
        answer.Json["errors"]!.AsArray().Select(e => e!["path"]!.GetValue<string>())
            .ShouldBe(["/name", "/expiresAt", "/roles/0/role", "/roles/1/namespace"], ignoreOrder: true);
    }

    [Fact]
    public async Task Two_keys_never_share_a_name()
    {
        object key = new { name = "twin", roles = new[] { new { role = "viewer" } } };
        (await platform.Admin.SendAsync("POST", "keys", key)).Status.ShouldBe(201);
        (await platform.Admin.SendAsync("POST", "keys", key)).Status.ShouldBe(409);
    }

    [Fact]
    public async Task The_administrators_key_lies_in_a_file_for_its_owner_alone()
    {
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(platform.Data, "admin-key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await platform.Admin.GetAsync("keys")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_repeated_creation_shows_the_same_key()
    {
        object key = new { name = "repeated", roles = new[] { new { role = "viewer" } } };
        var first = await platform.Admin.SendAsync("POST", "keys", key, ("Idempotency-Key", "repeated-1"));
        var second = await platform.Admin.SendAsync("POST", "keys", key, ("Idempotency-Key", "repeated-1"));
        second.Status.ShouldBe(201);
        second.Json["key"]!.GetValue<string>().ShouldBe(first.Json["key"]!.GetValue<string>());
    }
}
