using System.Text.Json.Nodes;
using Platform.Contracts.Build.V1;
using Platform.Package.Sources;

namespace Platform.Package.Tests;

/// <summary>Every kind of source: what is right is kept as it was meant, what is wrong is told with its pointer.</summary>
public sealed class SourceKindTests
{
    private const string Web = "namespaces/default/sources/shop/web";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"ref":"registry.example/shop/web:1"}""", "image")]
    [InlineData("""{"git":"https://git.example/shop.git#main","path":"web","dockerfile":"docker/Dockerfile","args":{"GO":"1.25"},"target":"app","platforms":["linux/amd64"]}""", "image")]
    [InlineData("""{"git":{"url":"git@git.example:shop.git","tag":"v1","path":"web"}}""", "image")]
    [InlineData("""{"git":{"url":"ssh://git@git.example:2222/shop.git","commit":"0123456789abcdef0123456789abcdef01234567"}}""", "image")]
    [InlineData("""{"repo":"https://charts.example/stable","name":"redis","version":"^20.1"}""", "chart")]
    [InlineData("""{"oci":"oci://registry.example:5000/charts/redis","version":"20.1.3"}""", "chart")]
    [InlineData("""{"oci":"oci://registry.example/charts/redis","version":">=1.2, <2"}""", "chart")]
    [InlineData("""{"git":"https://git.example/shop.git","path":"charts/web"}""", "chart")]
    [InlineData("""{"archive":"https://files.example/web-1.0.0.tgz"}""", "chart")]
    [InlineData("""{"git":{"url":"https://git.example/shop.git","branch":"main"},"path":"deploy"}""", "kustomize")]
    [InlineData("""{"archive":"https://files.example/deploy.tar.gz","path":"base"}""", "kustomize")]
    [InlineData("""{"files":{"a/b.yaml":"kind: ConfigMap"}}""", "manifests")]
    [InlineData("""{"values":{"LEVEL":"info","EMPTY":""},"from":{"git":"https://git.example/shop.git","path":"config"}}""", "config")]
    public async Task What_is_right_is_answered_so_that_it_can_be_given_back(string place, string kind)
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);

        (await PutAsync(host, place, kind)).Status.ShouldBe(201);
        var first = (await host.Service.GetAsync(Web)).Json;
        var stored = (await StoredAsync(host)).Source;
        var again = await host.Service.SendAsync(HttpMethod.Put, Web, first.ToJsonString());

        again.Status.ShouldBe(200, again.Text);
        JsonNode.DeepEquals(again.Json[kind], first[kind]).ShouldBeTrue(again.Text);
        Packaging.PackageBeginning.ContentKeyOf((await StoredAsync(host)).Source).ShouldBe(Packaging.PackageBeginning.ContentKeyOf(stored));
    }

    [Theory]
    [InlineData("image", """{"git":"ext::sh -c id"}""", "/image/git", "no spaces")]
    [InlineData("image", """{"git":"ext::sh"}""", "/image/git", "names a program")]
    [InlineData("image", """{"git":"file:///etc"}""", "/image/git", "begins with https://")]
    [InlineData("image", """{"git":"/etc"}""", "/image/git", "not the address of a git repository")]
    [InlineData("image", """{"git":"--upload-pack=id"}""", "/image/git", "looks like an option")]
    [InlineData("image", """{"git":"-oProxyCommand=id@host:x"}""", "/image/git", "looks like an option")]
    [InlineData("image", """{"git":"https://u:hunter2@git.example/x.git"}""", "/image/git", "give them as credentials")]
    [InlineData("image", """{"git":"https://git.example/x.git#--option"}""", "/image/git", "not the name of a branch")]
    [InlineData("image", """{"git":"https://git.example/x.git#a..b"}""", "/image/git", "not the name of a branch")]
    [InlineData("image", """{"git":{"url":"https://git.example/x.git","commit":"abc123"}}""", "/image/git/commit", "not a commit")]
    [InlineData("image", """{"git":{"url":"https://git.example/x.git","branch":"a","tag":"b"}}""", "/image/git", "give one of")]
    [InlineData("image", """{"git":{"ref":"main"}}""", "/image/git/url", "address of the repository is missing")]
    [InlineData("image", """{"git":"https://git.example/x.git","path":"../.."}""", "/image/path", "leads out of the root")]
    [InlineData("image", """{"git":"https://git.example/x.git","dockerfile":"/etc/passwd"}""", "/image/dockerfile", "is absolute")]
    [InlineData("image", """{"git":"https://git.example/x.git","args":{"A":1}}""", "/image/args/A", "write \"1\" in quotes")]
    [InlineData("image", """{"git":"https://git.example/x.git","args":{"A-B":"1"}}""", "/image/args", "not the name of a build argument")]
    [InlineData("image", """{"git":"https://git.example/x.git","platforms":["linux"]}""", "/image/platforms", "linux/amd64")]
    [InlineData("image", """{"git":"https://git.example/x.git","secrets":{"a/b":"x"}}""", "/image/secrets/a~1b", "not the id of a secret")]
    [InlineData("image", """{"ref":"a:1","target":"x"}""", "/image/target", "this one exists")]
    [InlineData("image", """{"git":"https://git.example/x.git","credentials":{"token":"t","sshKey":"k"}}""", "/image/credentials", "Credentials are {token}")]
    [InlineData("image", """{"git":"git@git.example:x.git","credentials":{"sshKey":"-----BEGIN X"}}""", "/image/credentials", "Give knownHosts too")]
    [InlineData("image", """{"git":"http://git.example/x.git","credentials":{"token":"t"}}""", "/image/credentials", "sent in clear")]
    [InlineData("image", """{"git":"https://git.example/x.git","credentials":{"token":{"kept":true}}}""", "/image/credentials/token", "Nothing is registered")]
    [InlineData("chart", """{"repo":"https://charts.example"}""", "/chart/name", "name of the chart is missing")]
    [InlineData("chart", """{"repo":"https://charts.example","name":"redis","version":"one"}""", "/chart/version", "range of versions")]
    [InlineData("chart", """{"oci":"oci://registry.example/charts/redis:1"}""", "/chart/oci", "given as 'version'")]
    [InlineData("chart", """{"oci":"https://registry.example/charts/redis"}""", "/chart/oci", "oci://registry.example")]
    [InlineData("chart", """{"archive":"ftp://files.example/x.tgz"}""", "/chart/archive", "begins with https://")]
    [InlineData("chart", """{"git":"https://git.example/x.git","version":"1.0.0"}""", "/chart/version", "itself says its version")]
    [InlineData("kustomize", """{"files":{"../../etc/cron.d/x":"y"}}""", "/kustomize/files/..~1..~1etc~1cron.d~1x", "leads out of the root")]
    [InlineData("kustomize", """{"files":{}}""", "/kustomize/files", "no files")]
    [InlineData("manifests", """{"git":"https://git.example/x.git","files":{"a":"b"}}""", "/manifests", "git and files")]
    [InlineData("manifests", """{"files":{"a":"b"},"credentials":{"token":"t"}}""", "/manifests/credentials", "no credentials")]
    [InlineData("config", """{}""", "/config", "no configuration")]
    [InlineData("config", """{"values":{"a b":"c"}}""", "/config/values/a b", "not a key of a ConfigMap")]
    [InlineData("config", """{"values":{"a":1}}""", "/config/values/a", "write \"1\" in quotes")]
    [InlineData("config", """{"values":{"a":"1"},"files":{"a":"1"}}""", "/config/files", "in values too")]
    [InlineData("config", """{"values":{"a":"1"},"secret":"yes"}""", "/config/secret", "true or false")]
    public async Task What_is_wrong_is_told_with_its_pointer_and_nothing_is_kept(string kind, string place, string path, string detail)
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);

        var refused = await PutAsync(host, place, kind);

        refused.Status.ShouldBe(422);
        refused.Errors.ShouldContain(e => e.Path == path && e.Detail.Contains(detail), refused.Text);
        refused.Text.ShouldNotContain("hunter2");
        (await host.Service.GetAsync(Web)).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("/srv/git", true)]
    [InlineData("/srv/git/", true)]
    [InlineData("/srv", true)]
    [InlineData("/srv/gi", false)]
    [InlineData("/srv/git/shop/other", false)]
    public async Task A_repository_in_a_file_is_taken_below_an_allowed_folder_alone(string allowed, bool taken)
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data, settings: ("Build:AllowedFolders:0", allowed));

        (await PutAsync(host, """{"git":"file:///srv/git/shop#main"}""", "image")).Status.ShouldBe(taken ? 201 : 422);
        (await PutAsync(host, """{"git":"file:///srv/git/../../etc"}""", "image")).Status.ShouldBe(422);
    }

    [Fact]
    public async Task Secrets_are_never_answered_nor_stored_in_clear_and_stay_over_a_round_trip()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await PutAsync(host, """{"git":"https://git.example/shop.git","credentials":{"token":"tok-1"},"secrets":{"npm":"sec-1"}}""", "image");

        var answer = await host.Service.GetAsync(Web);
        var back = await host.Service.SendAsync(HttpMethod.Put, Web, answer.Text);
        var left = await PutAsync(host, """{"git":"https://git.example/shop.git#other"}""", "image");

        back.Status.ShouldBe(200, back.Text);
        left.Status.ShouldBe(200, left.Text);
        answer.Json["image"]!["credentials"]!.ToJsonString().ShouldBe("""{"token":{"kept":true}}""");
        answer.Json["image"]!["secrets"]!.ToJsonString().ShouldBe("""{"npm":{"kept":true}}""");
        var stored = await StoredAsync(host);
        var secrets = Vault(host).Open(stored.Source.Secrets);
        secrets.Password.ShouldBe("tok-1");
        secrets.BuildSecrets.ShouldBe(new Dictionary<string, string> { ["npm"] = "sec-1" });
        var clear = System.Text.Json.JsonSerializer.Serialize(stored) + answer.Text + left.Text;
        clear.ShouldNotContain("tok-1");
        clear.ShouldNotContain("sec-1");
        (await PutAsync(host, """{"git":"https://git.example/shop.git","credentials":null,"secrets":null}""", "image")).Status.ShouldBe(200);
        (await StoredAsync(host)).Source.Secrets.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"git":"https://evil.example/shop.git"}""")]
    [InlineData("""{"git":"https://evil.example/shop.git","credentials":{"token":{"kept":true}},"secrets":{"npm":{"kept":true}}}""")]
    public async Task Secrets_do_not_go_along_to_another_place(string elsewhere)
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);
        await PutAsync(host, """{"git":"https://git.example/shop.git","credentials":{"token":"tok-1"},"secrets":{"npm":"sec-1"}}""", "image");

        var refused = await PutAsync(host, elsewhere, "image");

        refused.Status.ShouldBe(422);
        refused.Errors.Count(e => e.Detail.Contains("do not go along")).ShouldBe(2);
    }

    [Fact]
    public async Task Another_secret_is_other_content_and_other_credentials_are_not()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);

        var first = await KeyAsync("""{"git":"https://git.example/x.git","credentials":{"token":"a"},"secrets":{"npm":"1"}}""");
        var otherToken = await KeyAsync("""{"git":"https://git.example/x.git","credentials":{"token":"b"},"secrets":{"npm":"1"}}""");
        var otherSecret = await KeyAsync("""{"git":"https://git.example/x.git","credentials":{"token":"b"},"secrets":{"npm":"2"}}""");

        otherToken.ShouldBe(first);
        otherSecret.ShouldNotBe(first);

        async Task<string> KeyAsync(string place)
        {
            await PutAsync(host, place, "image");
            return Packaging.PackageBeginning.ContentKeyOf((await StoredAsync(host)).Source);
        }
    }

    [Fact]
    public async Task The_values_of_a_secret_configuration_are_shown_by_name_alone_and_kept_key_by_key()
    {
        using var data = new DataFolder();
        await using var host = await PackageHost.StartAsync(data);

        var put = await PutAsync(host, """{"secret":true,"values":{"password":"s3cret-1","old":"s3cret-2"},"files":{"key.pem":"s3cret-3"}}""", "config");
        put.Json["config"]!["values"]!.AsObject().Select(v => v.Key).ShouldBe(["key.pem", "old", "password"]);
        put.Text.ShouldNotContain("s3cret");
        await PutAsync(host, """{"secret":true,"values":{"password":{"kept":true},"key.pem":{"kept":true},"new":"s3cret-4"}}""", "config");
        var stored = await StoredAsync(host);

        Vault(host).Open(stored.Source.Secrets).ConfigValues.ShouldBe(
            new Dictionary<string, string> { ["password"] = "s3cret-1", ["key.pem"] = "s3cret-3", ["new"] = "s3cret-4" }, ignoreOrder: true);
        System.Text.Json.JsonSerializer.Serialize(stored).ShouldNotContain("s3cret");
        var shown = await PutAsync(host, """{"values":{"password":{"kept":true}}}""", "config");
        shown.Status.ShouldBe(422, "what was secret can't be made readable");
    }

    private static SourceVault Vault(PackageHost host) => (SourceVault)host.Service.Services.GetService(typeof(SourceVault))!;

    private static async Task<SourceDocument> StoredAsync(PackageHost host) =>
        (await host.Service.Documents<SourceDocument>().GetAsync("default/shop/web", Ct)).ShouldNotBeNull();

    private static Task<ServiceHost.Answer> PutAsync(PackageHost host, string place, string kind) =>
        host.Service.SendAsync(HttpMethod.Put, Web, $$"""{"type":"webservice","{{kind}}":{{place}}}""");
}
