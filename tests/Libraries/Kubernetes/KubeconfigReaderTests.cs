using System.Net;
using System.Text;
using Platform.Kubernetes;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Kubernetes;

public sealed class KubeconfigReaderTests
{
    private static readonly TestAuthority Authority = new();

    [Fact]
    public void A_kubeconfig_with_a_token_gives_access()
    {
        var reading = KubeconfigReader.Read(Kubeconfig(user: "token: abc", context: "namespace: shop"));

        reading.Faults.ShouldBeEmpty();
        reading.Accepted.ShouldBeTrue();
        reading.Access!.Server.ShouldBe(new Uri("https://10.1.2.3:6443"));
        reading.Access.Namespace.ShouldBe("shop");
    }

    [Fact]
    public void A_client_certificate_needs_the_key_that_belongs_to_it()
    {
        var (certificate, key) = Authority.Issue("client");
        var (_, other) = Authority.Issue("other");

        KubeconfigReader.Read(Kubeconfig(user: Pair(certificate, key))).Faults.ShouldBeEmpty();
        KubeconfigReader.Read(Kubeconfig(user: Pair(certificate, other))).Faults.ShouldHaveSingleItem().Path.ShouldBe("/users/0/user/client-key-data");
        KubeconfigReader.Read(Kubeconfig(user: $"client-certificate-data: {Base64(certificate)}")).Faults
            .ShouldHaveSingleItem().Detail.ShouldContain("needs both");
    }

    [Theory]
    [InlineData("exec: {command: /bin/sh, args: [-c, id]}", "/users/0/user/exec")]
    [InlineData("auth-provider: {name: gcp}", "/users/0/user/auth-provider")]
    [InlineData("tokenFile: /var/run/secrets/token", "/users/0/user/tokenFile")]
    [InlineData("client-certificate: /etc/passwd", "/users/0/user/client-certificate")]
    [InlineData("client-key: /etc/passwd", "/users/0/user/client-key")]
    [InlineData("as: system:admin", "/users/0/user/as")]
    public void What_would_run_programs_or_read_files_is_refused_with_its_path(string user, string path)
    {
        var reading = KubeconfigReader.Read(Kubeconfig(user: $"token: abc\n    {user}"));

        reading.Accepted.ShouldBeFalse();
        var fault = reading.Faults.ShouldHaveSingleItem();
        fault.Path.ShouldBe(path);
        fault.Line.ShouldNotBeNull();
        fault.Detail.ShouldContain("give");
    }

    [Theory]
    [InlineData("a:\n  !!intd:] [x]")]
    [InlineData("a: [1, 2")]
    public void What_is_no_YAML_is_refused(string text) =>
        KubeconfigReader.Read(text).Faults.ShouldHaveSingleItem().Detail.ShouldStartWith("is not YAML");

    [Theory]
    [InlineData("certificate-authority: /etc/ssl/ca.pem", "/clusters/0/cluster/certificate-authority")]
    [InlineData("proxy-url: http://10.0.0.9:3128", "/clusters/0/cluster/proxy-url")]
    [InlineData("insecure-skip-tls-verify: true", "/clusters/0/cluster/insecure-skip-tls-verify")]
    public void A_cluster_section_that_weakens_the_connection_is_refused(string cluster, string path) =>
        KubeconfigReader.Read(Kubeconfig(cluster: cluster)).Faults.ShouldHaveSingleItem().Path.ShouldBe(path);

    [Theory]
    [InlineData("http://10.1.2.3:6443")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("https://[fe80::1]:6443")]
    [InlineData("https://[::ffff:169.254.169.254]")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]")]
    [InlineData("https://2852039166/")]
    [InlineData("https://0.0.0.0:6443")]
    [InlineData("https://metadata.google.internal")]
    [InlineData("https://user:secret@10.1.2.3")]
    [InlineData("https://10.1.2.3/?a=b")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not a url")]
    public void A_hostile_server_is_refused(string server)
    {
        var fault = KubeconfigReader.Read(Kubeconfig(server: server)).Faults.ShouldHaveSingleItem();
        fault.Path.ShouldBe("/clusters/0/cluster/server");
        fault.Detail.ShouldNotContain("secret");
    }

    [Fact]
    public void Policy_decides_on_http_insecure_tls_and_private_addresses()
    {
        KubeconfigReader.Read(Kubeconfig(server: "http://10.1.2.3:8080"), new() { AllowHttp = true }).Faults.ShouldBeEmpty();
        KubeconfigReader.Read(Kubeconfig(cluster: "insecure-skip-tls-verify: true"), new() { AllowInsecureTls = true }).Faults.ShouldBeEmpty();
        KubeconfigReader.Read(Kubeconfig(), new() { AllowPrivateAddresses = false }).Faults.ShouldHaveSingleItem();
        KubeconfigReader.Read(Kubeconfig(server: "https://127.0.0.1:6443"), new() { AllowLoopback = false }).Faults.ShouldHaveSingleItem();
        KubeconfigReader.Read(Kubeconfig(server: "https://127.0.0.1:6443")).Faults.ShouldBeEmpty();
    }

    [Fact]
    public void All_faults_are_told_at_once() =>
        KubeconfigReader.Read(Kubeconfig(server: "http://169.254.169.254", cluster: "proxy-url: http://x", user: "exec: {command: sh}"))
            .Faults.Select(f => f.Path).ShouldBe(
                ["/users/0/user/exec", "/clusters/0/cluster/proxy-url", "/clusters/0/cluster/server"], ignoreOrder: true);

    [Theory]
    [InlineData("", "mapping")]
    [InlineData("[1, 2]", "mapping")]
    [InlineData("a: [", "YAML")]
    [InlineData("a: &x [1]\nb: *x", "alias")]
    [InlineData("kind: Secret", "kind")]
    [InlineData("kind: Config\ncurrent-context: nope", "nope")]
    public void What_is_no_kubeconfig_is_refused_without_falling_over(string yaml, string words) =>
        string.Join(' ', KubeconfigReader.Read(yaml).Faults.Select(f => f.Path + f.Detail)).ShouldContain(words, Case.Insensitive);

    [Fact]
    public void A_deep_or_large_document_is_refused()
    {
        KubeconfigReader.Read(string.Concat(Enumerable.Repeat("[", 50_000))).Accepted.ShouldBeFalse();
        KubeconfigReader.Read(new string('#', 300 * 1024)).Faults.ShouldHaveSingleItem().Detail.ShouldContain("KiB");
    }

    [Fact]
    public void What_is_kept_is_the_current_context_alone()
    {
        var yaml = Kubeconfig(user: "token: abc") + "\n- name: spare\n  user: {token: other-secret}";

        var kept = KubeconfigReader.Read(yaml).Access.ShouldNotBeNull().ToKubeconfig();

        kept.ShouldNotContain("other-secret");
        KubeconfigReader.Read(kept).Access.ShouldNotBeNull().Fingerprint.ShouldBe(KubeconfigReader.Read(yaml).Access!.Fingerprint);
    }

    [Fact]
    public void Access_never_shows_its_secrets_as_text() =>
        KubeconfigReader.Read(Kubeconfig(user: "token: abc")).Access!.ToString().ShouldBe("https://10.1.2.3:6443");

    private static string Kubeconfig(string server = "https://10.1.2.3:6443", string cluster = "", string user = "token: abc", string context = "") =>
        $$"""
        apiVersion: v1
        kind: Config
        current-context: c
        contexts:
        - name: c
          context:
            cluster: k
            user: u
            {{context}}
        clusters:
        - name: k
          cluster:
            server: {{(server.Contains(' ', StringComparison.Ordinal) ? $"'{server}'" : server)}}
            {{cluster}}
        users:
        - name: u
          user:
            {{user}}
        """;

    private static string Pair(string certificate, string key) =>
        $"client-certificate-data: {Base64(certificate)}\n    client-key-data: {Base64(key)}";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
