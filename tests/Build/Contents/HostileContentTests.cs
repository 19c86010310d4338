using System.Formats.Tar;
using System.IO.Compression;
using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Build.Tests.Contents;

/// <summary>Archives and servers that want more than to give a chart or a tree.</summary>
public sealed class HostileContentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("climbs", "'..'")]
    [InlineData("absolute", "absolute")]
    [InlineData("links", "leads out of the archive")]
    [InlineData("through", "leads out of the archive")]
    [InlineData("device", "files, folders and links are taken")]
    [InlineData("bomb", "larger than|made to fill the disk")]
    [InlineData("noise", "no .tar.gz, .tar or .zip")]
    public async Task An_archive_made_to_harm_is_refused_as_a_chart_and_as_a_tree(string kind, string reason)
    {
        await using var server = await FileServer.StartAsync();
        server.Files["/x.tgz"] = await ArchiveAsync(kind);
        await using var host = await ContentHost.StartAsync(null, ("Build:MaxContentBytes", "20000000"));

        (await host.FailedAsync(new ComponentSource { Type = "helm", Chart = new ChartSource { Archive = server.Url + "/x.tgz" } })).ShouldMatch(reason);
        (await host.FailedAsync(new ComponentSource { Type = "k8s-objects", Manifests = new TreeSource { Archive = server.Url + "/x.tgz" } })).ShouldMatch(reason);

        File.Exists("/tmp/platform-escaped.yaml").ShouldBeFalse();
    }

    [Fact]
    public async Task An_archive_that_is_larger_than_a_package_may_carry_is_not_read_to_its_end()
    {
        await using var server = await FileServer.StartAsync();
        server.Instead["/endless.tgz"] = async http =>
        {
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.Body.WriteAsync(new byte[64 * 1024], http.RequestAborted);
        };
        await using var host = await ContentHost.StartAsync(null, ("Build:MaxContentBytes", "1000000"));

        (await host.FailedAsync(Tree(server.Url + "/endless.tgz"))).ShouldContain("is larger than 1000000 bytes");
    }

    [Fact]
    public async Task A_server_that_sends_nothing_is_given_up()
    {
        await using var server = await FileServer.StartAsync();
        server.Instead["/slow.tgz"] = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        await using var host = await ContentHost.StartAsync(null, ("Build:FetchTimeout", "00:00:01"));

        (await host.FailedAsync(Tree(server.Url + "/slow.tgz"))).ShouldContain("was not fetched within 00:00:01");
    }

    [Theory]
    [InlineData("http://10.1.2.3/x.tgz", "private address")]
    [InlineData("http://169.254.169.254/latest/meta-data", "never connected to")]
    [InlineData("http://no-such-host.invalid/x.tgz", "cannot be fetched")]
    public async Task An_address_that_is_not_allowed_is_not_connected_to_and_neither_is_one_a_redirect_names(string address, string reason)
    {
        await using var server = await FileServer.StartAsync();
        server.Instead["/redirect.tgz"] = http =>
        {
            http.Response.Redirect(address);
            return Task.CompletedTask;
        };
        await using var host = await ContentHost.StartAsync();

        (await host.FailedAsync(Tree(address))).ShouldContain(reason);
        (await host.FailedAsync(Tree(server.Url + "/redirect.tgz"))).ShouldContain(reason);
    }

    [Fact]
    public async Task Redirects_have_an_end_and_plain_http_is_refused_unless_allowed()
    {
        await using var server = await FileServer.StartAsync();
        server.Instead["/round.tgz"] = http =>
        {
            http.Response.Redirect("/round.tgz");
            return Task.CompletedTask;
        };
        await using var host = await ContentHost.StartAsync();
        await using var strict = await ContentHost.StartAsync(null, ("Build:AllowHttp", "false"));

        (await host.FailedAsync(Tree(server.Url + "/round.tgz"))).ShouldContain("redirects more than 5 times");
        (await strict.FailedAsync(Tree(server.Url + "/round.tgz"))).ShouldContain("is http://, which this platform does not allow; use https://");
    }

    private static ComponentSource Tree(string archive) => new() { Type = "k8s-objects", Manifests = new TreeSource { Archive = archive } };

    private static async Task<byte[]> ArchiveAsync(string kind)
    {
        if (kind == "noise")
            return [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 31))];
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        await using (var tar = new TarWriter(gzip, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var entry in Entries(kind))
                await tar.WriteEntryAsync(entry, Ct);
        }

        return packed.ToArray();
    }

    private static IEnumerable<TarEntry> Entries(string kind) => kind switch
    {
        "climbs" => [Named("web/../../../../../../../../tmp/platform-escaped.yaml")],
        "absolute" => [Named("/tmp/platform-escaped.yaml")],
        "links" => [new PaxTarEntry(TarEntryType.SymbolicLink, "web/link.yaml") { LinkName = "../../../../../../etc/passwd" }],
        "through" => [new PaxTarEntry(TarEntryType.SymbolicLink, "web") { LinkName = "/tmp" }, Named("web/platform-escaped.yaml")],
        "device" => [new PaxTarEntry(TarEntryType.CharacterDevice, "web/null") { DeviceMajor = 1, DeviceMinor = 3 }],
        _ => [new PaxTarEntry(TarEntryType.RegularFile, "web/zero.yaml") { DataStream = new MemoryStream(new byte[100 * 1024 * 1024]) }],
    };

    private static PaxTarEntry Named(string path) => new(TarEntryType.RegularFile, path) { DataStream = new MemoryStream("x"u8.ToArray()) };
}
