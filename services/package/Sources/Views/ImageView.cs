using Platform.Contracts.Build.V1;

namespace Platform.Package.Sources.Views;

/// <summary>Where an image comes from, as answered.</summary>
internal sealed record ImageView
{
    public string? Ref { get; init; }

    public GitView? Git { get; init; }

    public string? Dockerfile { get; init; }

    public IReadOnlyDictionary<string, string>? Args { get; init; }

    public string? Target { get; init; }

    public IReadOnlyList<string>? Platforms { get; init; }

    public IReadOnlyDictionary<string, SecretMark>? Secrets { get; init; }

    public IReadOnlyDictionary<string, SecretMark>? Credentials { get; init; }

    internal static ImageView Of(ImageSource image, SourceSecrets secrets) => new()
    {
        Ref = image.Ref,
        Git = GitView.Of(image.Git),
        Dockerfile = image.Dockerfile,
        Args = image.Args.Count == 0 ? null : image.Args,
        Target = image.Target,
        Platforms = image.Platforms.Count == 0 ? null : image.Platforms,
        Secrets = SecretMark.Of(secrets.BuildSecrets.Keys),
        Credentials = SecretMark.OfCredentials(secrets),
    };
}
