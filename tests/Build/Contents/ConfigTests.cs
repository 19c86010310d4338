using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Build.V1;
using Platform.Hosting;
using Platform.Oci;

namespace Platform.Build.Tests.Contents;

public sealed class ConfigTests
{
    [Fact]
    public async Task Values_and_files_become_one_ConfigMap_named_after_the_component()
    {
        using var repository = await GitRepository.CreateAsync(("config/app.properties", "a=b\n"), ("config/sub/ignored", "x"));
        await using var host = await ContentHost.StartAsync(repository);
        var source = new ConfigSource
        {
            Values = new Dictionary<string, string> { ["LEVEL"] = "info" },
            Files = new TreeSource { Git = new GitSource { Url = repository.Url, Path = "config" } },
        };

        var task = await host.BuiltAsync(new ComponentSource { Type = "config", Config = source }, "settings");

        (await host.TextAsync(task)).ShouldBe(
            """{"apiVersion":"v1","data":{"LEVEL":"info","app.properties":"a=b\n"},"kind":"ConfigMap","metadata":{"name":"settings"}}""" + "\n");
    }

    [Fact]
    public async Task Values_of_a_Secret_are_nowhere_in_clear_and_equal_ones_give_an_equal_package()
    {
        await using var host = await ContentHost.StartAsync();
        ComponentSource Source() => new()
        {
            Type = "config",
            Config = new ConfigSource { Secret = true, ValueDigests = new Dictionary<string, string> { ["password"] = "digest" } },
            Secrets = host.Host.Encrypt(new SourceSecrets { ConfigValues = new Dictionary<string, string> { ["password"] = "s3cret-value" } }),
        };

        var first = await host.BuiltAsync(Source());
        var second = await host.BuiltAsync(Source());

        second.Digest.ShouldBe(first.Digest);
        var secret = JsonNode.Parse(await host.TextAsync(first))!;
        secret["kind"]!.GetValue<string>().ShouldBe("Secret");
        var key = host.Host.Service.Services.GetRequiredService<MasterKey>();
        key.DecryptText(secret["stringData"]!["password"]!.GetValue<string>(), SourceSecrets.Purpose).ShouldBe("s3cret-value");
        foreach (var file in Directory.EnumerateFiles(host.Data.Path, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "master-key" && Path.GetExtension(f) != ".lock"))
            Encoding.Latin1.GetString(await ReadAsync(file)).ShouldNotContain("s3cret-value", customMessage: file);
    }

    [Fact]
    public async Task What_no_ConfigMap_may_hold_is_refused()
    {
        await using var host = await ContentHost.StartAsync();
        await using var server = await FileServer.StartAsync();
        server.Files["/config.tgz"] = await TarGzip.PackAsync([new("a", "1"u8.ToArray()), new("b c", "2"u8.ToArray())], TestContext.Current.CancellationToken);
        server.Files["/large.tgz"] = await TarGzip.PackAsync(
            [new("a", System.Security.Cryptography.RandomNumberGenerator.GetBytes(1024 * 1024 + 1))], TestContext.Current.CancellationToken);
        ComponentSource Source(string archive) => new() { Type = "config", Config = new ConfigSource { Files = new TreeSource { Archive = server.Url + archive } } };

        (await host.FailedAsync(Source("/config.tgz"))).ShouldContain("The file 'b c' cannot be a key");
        (await host.FailedAsync(Source("/large.tgz"))).ShouldContain("more than 1048576 bytes");
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }
}
