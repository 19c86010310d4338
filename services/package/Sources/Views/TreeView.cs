using Platform.Contracts.Build.V1;

namespace Platform.Package.Sources.Views;

/// <summary>A directory as answered.</summary>
internal sealed record TreeView(
    GitView? Git, string? Archive, string? Path, IReadOnlyDictionary<string, string>? Files, IReadOnlyDictionary<string, SecretMark>? Credentials)
{
    internal static TreeView Of(TreeSource tree, SourceSecrets secrets) => new(
        GitView.Of(tree.Git), tree.Archive, tree.Path, tree.Files.Count == 0 ? null : tree.Files, SecretMark.OfCredentials(secrets));
}
