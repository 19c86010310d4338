using System.Text.RegularExpressions;

namespace Platform.Package.Sources.Reading;

/// <summary>
/// Addresses in sources, judged by how they are written. Where a name leads to is looked at when something is fetched, since that may be
/// another place by then.
/// </summary>
internal static partial class SourceAddress
{
    private const int MaxLength = 2_000;

    /// <summary>Null when a git repository may be at this address, else what is wrong and what would be right.</summary>
    internal static string? GitFault(string url, IReadOnlyList<string> allowedFolders)
    {
        if (Fault(url) is { } fault)
            return fault;
        if (Transport().IsMatch(url))
            return $"'{Shown(url)}' names a program of git's to run; give an https:// or ssh:// address.";
        if (ScpLike().IsMatch(url))
            return null;
        if (!url.Contains("://", StringComparison.Ordinal))
            return $"'{Shown(url)}' is not the address of a git repository, such as https://git.example/shop.git.";
        return url.StartsWith("file://", StringComparison.OrdinalIgnoreCase) && allowedFolders.Count > 0
            ? FileFault(url, allowedFolders)
            : WebFault(url, "https", "http", "ssh");
    }

    /// <summary>Null when charts or archives may be at this address, else what is wrong and what would be right.</summary>
    internal static string? WebFault(string url) => Fault(url) ?? WebFault(url, "https", "http");

    /// <summary>The part of an address that a credential belongs to: who is spoken to, and how.</summary>
    internal static string PlaceOf(string url)
    {
        if (ScpLike().Match(url) is { Success: true } scp)
            return "ssh://" + scp.Groups["host"].Value.ToLowerInvariant();
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) ? $"{uri.Scheme}://{uri.Authority}" : url;
    }

    internal static bool IsSsh(string url) => ScpLike().IsMatch(url) || url.StartsWith("ssh://", StringComparison.OrdinalIgnoreCase);

    internal static bool IsPlainHttp(string url) => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private static string? Fault(string url)
    {
        if (url.Length > MaxLength)
            return $"An address has at most {MaxLength} characters.";
        if (url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            return "An address has no spaces and no control characters.";
        return url.StartsWith('-') ? $"'{Shown(url)}' looks like an option, not like an address." : null;
    }

    private static string? FileFault(string url, IReadOnlyList<string> allowedFolders)
    {
        var isBelow = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Host.Length == 0
            && allowedFolders.Any(f => (uri.LocalPath + "/").StartsWith(Path.GetFullPath(f).TrimEnd('/') + "/", StringComparison.Ordinal));
        return isBelow ? null : $"'{url}' is not below a folder this platform fetches from (Build:AllowedFolders).";
    }

    private static string? WebFault(string url, params string[] schemes)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !schemes.Contains(uri.Scheme))
            return $"'{Shown(url)}' is not an address that is fetched from; give one that begins with https://.";
        // ssh needs the name of an account; a password never belongs into an address, which is shown in answers and logs.
        if (uri.UserInfo.Contains(':', StringComparison.Ordinal) || (uri.UserInfo.Length > 0 && uri.Scheme != "ssh"))
            return $"'{Shown(url)}' holds a user or password, which everybody would see; give them as credentials: {{username, password}}.";
        if (uri.Host.Length == 0)
            return $"'{Shown(url)}' names no host.";
        return uri.Fragment.Length > 0 ? $"'{Shown(url)}' has a fragment (#…), which no server sees." : null;
    }

    // What stands before the @ may be a password: it is never repeated.
    private static string Shown(string url) => UserInfo().Replace(url, "//…@");

    [GeneratedRegex(@"\A[A-Za-z0-9+.-]+::")]
    private static partial Regex Transport();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]*@(?<host>[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?):(?!//)[A-Za-z0-9_~./][A-Za-z0-9_~./+-]*\z")]
    private static partial Regex ScpLike();

    [GeneratedRegex("//[^/]*@")]
    private static partial Regex UserInfo();
}
