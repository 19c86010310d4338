using Platform.Contracts.Build.V1;

namespace Platform.Package.Sources.Reading;

/// <summary>A directory: <c>{git, path}</c>, <c>{archive, path}</c> or <c>{files: {path: text}}</c>, with credentials.</summary>
internal static class TreeReader
{
    /// <summary>Characters that files may have together when they stand in the source: they travel in messages. Larger ones belong into git.</summary>
    internal const int MaxInline = 256 * 1024;

    private const string Example = "{deployment.yaml: \"apiVersion: …\"}";

    internal static TreeSource? Read(SourceObject given, string what)
    {
        given.HasOnly(what, "git", "archive", "files", "path", "credentials");
        switch (given.OneOf(what, "git", "archive", "files"))
        {
            case "git":
                return Fetched(given);
            case "archive":
                var path = given.PathMember("path");
                return given.Address("archive", SourceAddress.WebFault) is { } archive ? new TreeSource { Archive = archive, Path = path } : null;
            case "files":
                if (given.Has("path"))
                    given.Fault("path", "'path' is for git and archives; give only the files that are wanted.");
                CredentialsReader.Refuse(given, "Files that stand here are fetched from nowhere, so there are no credentials.");
                return new TreeSource { Files = FilesOf(given) };
            default:
                return null;
        }
    }

    /// <summary>The files that stand in the source, path to text.</summary>
    internal static IReadOnlyDictionary<string, string> FilesOf(SourceObject given)
    {
        var files = given.Texts("files", Example);
        foreach (var (path, fault) in files.Keys.Select(path => (path, SourcePath.Fault(path))))
        {
            if (fault is not null)
                given.Object("files", Example)!.Fault(path, fault);
        }

        if (files.Count == 0 && given.Json("files") is { Count: 0 })
            given.Fault("files", "There are no files.");
        if (files.Sum(f => f.Value.Length) > MaxInline)
            given.Fault("files", $"The files have more than {MaxInline} characters together; put them into git or an archive.");
        return files;
    }

    private static TreeSource? Fetched(SourceObject given)
    {
        if (GitReader.Read(given) is not { } git)
            return null;
        CredentialsReader.Read(given, git.Url);
        return new TreeSource { Git = git };
    }
}
