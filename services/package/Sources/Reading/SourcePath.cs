namespace Platform.Package.Sources.Reading;

/// <summary>Paths in repositories and archives: relative, and never above the root.</summary>
internal static class SourcePath
{
    private const int MaxLength = 1_000;

    /// <summary>Null when it is a path below a root, else what is wrong.</summary>
    internal static string? Fault(string path)
    {
        if (path.Length is 0 or > MaxLength)
            return $"A path has 1 to {MaxLength} characters.";
        if (path.Any(char.IsControl) || path.Contains('\\', StringComparison.Ordinal))
            return $"'{path}' has a control character or a backslash; folders are parted by /.";
        if (path.StartsWith('/') || (path.Length > 1 && path[1] == ':'))
            return $"'{path}' is absolute; give the path below the root, such as deploy/base.";
        if (path.StartsWith('-'))
            return $"'{path}' begins with -; write ./{path}.";
        return path.Split('/').Contains("..") ? $"'{path}' leads out of the root by '..'." : null;
    }

    /// <summary>The member as a path below a root; null when it is left out, or with a fault.</summary>
    internal static string? PathMember(this SourceObject given, string name)
    {
        if (given.Text(name) is not { } path)
            return null;
        if (Fault(path) is not { } fault)
            return path;
        given.Fault(name, fault);
        return null;
    }
}
