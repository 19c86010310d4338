using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Contracts.Build.V1;

namespace Platform.Package.Sources.Reading;

/// <summary>
/// A place in git: <c>https://git.example/shop.git#main</c>, or <c>{url, ref | branch | tag | commit, path}</c>. A branch or tag given by
/// its kind is that one even where a tag and a branch share a name.
/// </summary>
internal static partial class GitReader
{
    private const string Example = "https://git.example/shop.git#main, or {url: https://git.example/shop.git, branch: main}";
    private static readonly string[] References = ["ref", "branch", "tag", "commit"];

    /// <summary>The git place of an object that has <c>git</c>, and perhaps <c>path</c> beside it.</summary>
    internal static GitSource? Read(SourceObject given)
    {
        var beside = given.PathMember("path");
        var git = given.Node("git") switch
        {
            JsonValue => given.Text("git") is { } text ? OfText(given, text) : null,
            JsonObject => OfObject(given.Object("git", Example)!),
            _ => Wrong(given),
        };
        if (git?.Path is not null && beside is not null)
            given.Fault("path", "The path is given twice, here and in git; give it once.");
        return git is null ? null : git with { Path = beside ?? git.Path };
    }

    private static GitSource? Wrong(SourceObject given)
    {
        given.Fault("git", $"'git' is a place in git: {Example}.");
        return null;
    }

    private static GitSource? OfText(SourceObject given, string text)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var (url, reference) = hash < 0 ? (text, null) : (text[..hash], text[(hash + 1)..]);
        if ((SourceAddress.GitFault(url, given.Reading.AllowedFolders) ?? (reference is null ? null : ReferenceFault(reference))) is not { } fault)
            return new GitSource { Url = url, Ref = reference };
        given.Fault("git", fault);
        return null;
    }

    private static GitSource? OfObject(SourceObject git)
    {
        git.HasOnly("A place in git", ["url", .. References, "path"]);
        var url = git.Text("url");
        if (!git.Has("url"))
            git.Fault("url", "The address of the repository is missing, e.g. https://git.example/shop.git.");
        else if (url is not null && SourceAddress.GitFault(url, git.Reading.AllowedFolders) is { } fault)
            git.Fault("url", fault);
        return url is null ? null : new GitSource { Url = url, Ref = ReferenceOf(git), Path = git.PathMember("path") };
    }

    private static string? ReferenceOf(SourceObject git)
    {
        var given = References.Where(git.Has).ToList();
        if (given.Count > 1)
            git.Fault("", $"One commit is built: give one of {string.Join(", ", References)}, not {string.Join(" and ", given)}.");
        if (given.Count != 1 || git.Text(given[0]) is not { } text)
            return null;

        var fault = given[0] == "commit" && !Commit().IsMatch(text)
            ? $"'{text}' is not a commit: 40 (or 64) hexadecimal characters; servers do not look up shorter ones."
            : ReferenceFault(text);
        if (fault is not null)
            git.Fault(given[0], fault);
        return given[0] switch
        {
            "branch" => "refs/heads/" + text,
            "tag" => "refs/tags/" + text,
            _ => text,
        };
    }

    // As git check-ref-format has it; nothing that git would read as an option, a range or an expression.
    private static string? ReferenceFault(string text) =>
        Reference().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal) && !text.Contains("@{", StringComparison.Ordinal)
            && !text.Contains("//", StringComparison.Ordinal) && !text.EndsWith(".lock", StringComparison.Ordinal) && text[^1] is not ('/' or '.')
            ? null
            : $"'{text}' is not the name of a branch, tag or commit.";

    [GeneratedRegex(@"\A[^\x00-\x20\x7f~^:?*\[\\\-/.][^\x00-\x20\x7f~^:?*\[\\]{0,250}\z")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\A([0-9a-f]{40}|[0-9a-f]{64})\z")]
    private static partial Regex Commit();
}
