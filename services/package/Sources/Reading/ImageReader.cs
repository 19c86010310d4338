using System.Text.RegularExpressions;
using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Package.Sources.Reading;

/// <summary>An image: <c>{ref}</c>, one that exists, or <c>{git, path, dockerfile, args, target, platforms, secrets, credentials}</c>, one to build.</summary>
internal static partial class ImageReader
{
    private static readonly string[] Building = ["git", "path", "dockerfile", "args", "target", "platforms", "secrets", "credentials"];

    internal static ImageSource? Read(SourceObject given, SourceVault vault)
    {
        given.HasOnly("An image", ["ref", .. Building]);
        return given.OneOf("an image", "ref", "git") switch
        {
            "ref" => Existing(given),
            "git" => ToBuild(given, vault),
            _ => null,
        };
    }

    private static ImageSource? Existing(SourceObject given)
    {
        foreach (var name in Building.Where(n => n != "git" && given.Has(n)))
        {
            given.Fault(name, name == "credentials"
                ? "An image that exists is looked up with the credentials of the platform's configuration, Artifacts:Registries."
                : $"'{name}' is for an image that is built from git; this one exists.");
        }

        if (given.Text("ref") is not { } text)
            return null;
        if (ImageReference.TryParse(text, out _, out var fault))
            return new ImageSource { Ref = text };
        given.Fault("ref", $"'{text}': {fault}.");
        return null;
    }

    private static ImageSource? ToBuild(SourceObject given, SourceVault vault)
    {
        var git = GitReader.Read(given);
        var args = given.Texts("args", "{GO_VERSION: \"1.25\"}");
        foreach (var name in args.Keys.Where(n => !Argument().IsMatch(n)))
            given.Fault("args", $"'{name}' is not the name of a build argument: letters, digits and _, beginning with a letter or _.");
        var platforms = given.TextList("platforms", "[linux/amd64, linux/arm64]");
        foreach (var platform in platforms.Where(p => !OfPlatform().IsMatch(p)))
            given.Fault("platforms", $"'{platform}' is not a platform such as linux/amd64 or linux/arm64/v8.");
        if (given.Text("target") is { } target && !Stage().IsMatch(target))
            given.Fault("target", $"'{target}' is not the name of a stage.");
        var dockerfile = given.PathMember("dockerfile");
        if (git is null)
            return null;

        CredentialsReader.Read(given, git.Url);
        var secrets = BuildSecretsReader.Read(given, git.Url);
        return new ImageSource
        {
            Git = git,
            Dockerfile = dockerfile,
            Args = args,
            Target = given.Has("target") ? given.Text("target") : null,
            Platforms = platforms,
            SecretDigests = vault.DigestsOf(secrets),
        };
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z")]
    private static partial Regex Argument();

    [GeneratedRegex(@"\A[a-z0-9]{1,32}/[a-z0-9]{1,32}(/[a-z0-9]{1,32})?\z")]
    private static partial Regex OfPlatform();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,127}\z")]
    private static partial Regex Stage();
}
