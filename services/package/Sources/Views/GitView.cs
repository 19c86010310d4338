using Platform.Contracts.Build.V1;

namespace Platform.Package.Sources.Views;

/// <summary>A place in git as answered.</summary>
internal sealed record GitView(string Url, string? Ref, string? Path)
{
    internal static GitView? Of(GitSource? git) => git is null ? null : new GitView(git.Url, git.Ref, git.Path);
}
