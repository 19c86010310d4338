using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Platform.Oci;

/// <summary>
/// The name of an image: host, repository, and a tag or a digest or both. Docker's defaults apply, as in every Kubernetes manifest:
/// no host is docker.io, one-word names there are in <c>library/</c>, neither tag nor digest is <c>latest</c>.
/// </summary>
public sealed partial record ImageReference
{
    private const string DockerHub = "docker.io";

    /// <summary>Registry, with its port if given.</summary>
    public required string Host { get; init; }

    /// <summary>Repository in the registry.</summary>
    public required string Repository { get; init; }

    /// <summary>Tag; null when only a digest was given.</summary>
    public string? Tag { get; init; }

    /// <summary>Digest, which wins over the tag.</summary>
    public Digest? Digest { get; init; }

    /// <summary>What a registry is asked for: the digest, else the tag.</summary>
    public string TagOrDigest => Digest?.ToString() ?? Tag ?? "latest";

    /// <summary>Reads a reference; throws <see cref="FormatException"/> saying what is wrong.</summary>
    public static ImageReference Parse(string text) =>
        TryParse(text, out var reference, out var fault) ? reference : throw new FormatException(fault);

    /// <summary>Reads a reference; when it is none, <paramref name="fault"/> says what is wrong and what would be right.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageReference? reference, [NotNullWhen(false)] out string? fault)
    {
        reference = null;
        fault = null;
        if (string.IsNullOrWhiteSpace(text))
            fault = "an image reference is expected, e.g. registry.example/shop/web:1.2.0";
        else
            reference = Read(text, ref fault);
        return reference is not null;
    }

    /// <summary>The same image, pinned: <c>host/repository@digest</c>. The tag is dropped, since it would say nothing more.</summary>
    public ImageReference Pinned(Digest digest) => this with { Tag = null, Digest = digest };

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Host}/{Repository}{(Tag is null ? "" : ":" + Tag)}{(Digest is null ? "" : "@" + Digest)}";

    private static ImageReference? Read(string text, ref string? fault)
    {
        var (rest, digest) = Split(text, text.IndexOf('@', StringComparison.Ordinal));
        Digest? parsed = null;
        if (digest is not null && !Digest.TryParse(digest, out parsed))
        {
            fault = $"'{digest}' is not a digest: sha256: and 64 lower-case hexadecimal characters are expected";
            return null;
        }

        var slash = rest.LastIndexOf('/');
        var colon = rest.LastIndexOf(':');
        var (name, tag) = Split(rest, colon > slash ? colon : -1);
        if (tag is not null && !OciNames.IsTag(tag))
        {
            fault = $"'{tag}' is not a tag: at most 128 letters, digits, _ . -, not beginning with . or -";
            return null;
        }

        var (host, repository) = HostAndRepository(name);
        if (!Hosts().IsMatch(host))
            fault = $"'{host}' is not a registry host such as registry.example or registry.example:5000";
        else if (!OciNames.IsRepository(repository))
            fault = $"'{repository}' is not a repository name: lower-case letters and digits, with . _ - between them, parts joined by /";
        else
            return new ImageReference { Host = host, Repository = repository, Tag = tag ?? (parsed is null ? "latest" : null), Digest = parsed };
        return null;
    }

    private static (string Host, string Repository) HostAndRepository(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        var hasHost = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost";
        var host = hasHost ? first : DockerHub;
        var repository = hasHost ? name[(slash + 1)..] : name;
        if (host == "index.docker.io")
            host = DockerHub;
        if (host == DockerHub && !repository.Contains('/', StringComparison.Ordinal))
            repository = "library/" + repository;
        return (host, repository);
    }

    private static (string Before, string? After) Split(string text, int at) => at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);

    [GeneratedRegex(@"\A([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?\z")]
    private static partial Regex Hosts();
}
