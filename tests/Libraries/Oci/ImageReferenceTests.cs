using Platform.Oci;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oci;

public sealed class ImageReferenceTests
{
    private const string Sha = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("nginx", "docker.io", "library/nginx", "latest", null)]
    [InlineData("nginx:1.27", "docker.io", "library/nginx", "1.27", null)]
    [InlineData("bitnami/redis", "docker.io", "bitnami/redis", "latest", null)]
    [InlineData("index.docker.io/nginx:1", "docker.io", "library/nginx", "1", null)]
    [InlineData("platform.local/shop/web:1.0.0", "platform.local", "shop/web", "1.0.0", null)]
    [InlineData("localhost/web", "localhost", "web", "latest", null)]
    [InlineData("registry:5000/a/b/c:v1_2", "registry:5000", "a/b/c", "v1_2", null)]
    [InlineData("registry.example/web@" + Sha, "registry.example", "web", null, Sha)]
    [InlineData("registry.example:443/web:2@" + Sha, "registry.example:443", "web", "2", Sha)]
    [InlineData("[::1]:5000/web", "[::1]:5000", "web", "latest", null)]
    public void References_are_read_as_docker_reads_them(string text, string host, string repository, string? tag, string? digest)
    {
        var reference = ImageReference.Parse(text);

        reference.Host.ShouldBe(host);
        reference.Repository.ShouldBe(repository);
        reference.Tag.ShouldBe(tag);
        reference.Digest?.ToString().ShouldBe(digest);
        ImageReference.Parse(reference.ToString()).ShouldBe(reference);
    }

    [Theory]
    [InlineData("", "an image reference is expected")]
    [InlineData("Nginx", "not a repository name")]
    [InlineData("registry.example/Web:1", "not a repository name")]
    [InlineData("registry.example/web:.1", "not a tag")]
    [InlineData("registry.example/web:", "not a tag")]
    [InlineData("registry.example/web@sha256:12", "not a digest")]
    [InlineData("registry.example/../../etc/passwd", "not a repository name")]
    [InlineData("registry..example/web", "not a registry host")]
    [InlineData("https://registry.example/web:1", "not a")]
    [InlineData("registry.example/web:1\n", "not a tag")]
    [InlineData("registry.example/web 1", "not a repository name")]
    public void What_is_no_reference_is_told_with_what_is_wrong(string text, string fault)
    {
        ImageReference.TryParse(text, out _, out var said).ShouldBeFalse();
        said.ShouldNotBeNull().ShouldContain(fault);
    }

    [Fact]
    public void A_pinned_reference_names_the_digest_alone() =>
        ImageReference.Parse("registry.example/web:1").Pinned(Digest.Parse(Sha)).ToString().ShouldBe("registry.example/web@" + Sha);
}
