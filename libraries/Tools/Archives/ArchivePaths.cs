namespace Platform.Tools;

/// <summary>Paths as archives, repositories and sources name them: relative, below the root they belong to.</summary>
public static class ArchivePaths
{
    /// <summary>What is wrong with a path; null when it stays below its root by its words alone (links are another matter).</summary>
    public static string? Fault(string path)
    {
        if (string.IsNullOrEmpty(path))
            return "is empty";
        if (path.Contains('\0') || path.Contains('\\'))
            return "has a character that paths here don't have";
        if (path.StartsWith('/') || (path.Length > 1 && path[1] == ':'))
            return "is absolute; a path below the root is expected";
        return path.Split('/').Contains("..") ? "has a '..'; a path below the root is expected" : null;
    }

    /// <summary>
    /// True when a link at <paramref name="link"/> leads to a place below the root. Its <c>..</c> count only at its beginning: after
    /// another name, which may itself be a link, nobody could say where they lead.
    /// </summary>
    internal static bool StaysInside(string link, string to)
    {
        if (to.Length == 0 || to.StartsWith('/') || to.Contains('\0') || to.Contains('\\'))
            return false;
        var parts = to.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").ToArray();
        var up = parts.TakeWhile(p => p == "..").Count();
        var depth = link.Split('/', StringSplitOptions.RemoveEmptyEntries).Count(p => p != ".") - 1;
        return up <= depth && !parts.Skip(up).Contains("..");
    }
}
