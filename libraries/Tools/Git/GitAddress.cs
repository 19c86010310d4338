using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Platform.Tools;

/// <summary>
/// A repository's address, of one of four kinds: <c>https://…</c>, <c>http://…</c> and <c>file://…</c> where allowed, <c>ssh://…</c> or
/// <c>user@host:path</c>. Everything else git would take (<c>ext::</c>, <c>git://</c>, plain paths, other helpers) is refused.
/// </summary>
public sealed partial record GitAddress
{
    /// <summary>The address as git takes it.</summary>
    public required string Url { get; init; }

    /// <summary><c>https</c>, <c>http</c>, <c>ssh</c> or <c>file</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>The server; empty for a file.</summary>
    public required string Host { get; init; }

    /// <summary>The server's port; 0 for a file.</summary>
    public required int Port { get; init; }

    /// <summary>The path of a file repository.</summary>
    public string? Folder { get; init; }

    /// <summary>Reads an address; when it is none that is taken, <paramref name="fault"/> says what is wrong with it and what would be right.</summary>
    public static bool TryParse(string? text, GitPolicy policy, [NotNullWhen(true)] out GitAddress? address, [NotNullWhen(false)] out string? fault)
    {
        address = null;
        fault = null;
        if (string.IsNullOrWhiteSpace(text) || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) || text.StartsWith('-'))
            fault = "a repository address is expected, such as https://git.example/shop/web.git";
        else if (ScpLike().Match(text) is { Success: true } scp && !text.Contains("://", StringComparison.Ordinal))
            address = new GitAddress { Url = text, Scheme = "ssh", Host = scp.Groups["host"].Value, Port = 22 };
        else if (Helper().IsMatch(text) || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
            fault = "is no address that is fetched from; https://, ssh:// and user@host:path are";
        else
            address = Read(text, uri, policy, out fault);
        return address is not null;
    }

    private static GitAddress? Read(string text, Uri uri, GitPolicy policy, out string? fault)
    {
        fault = uri switch
        {
            { Scheme: "http" } when !policy.AllowHttp => "is http://, which this platform does not allow; use https:// or ssh://",
            { Scheme: "http" or "https", UserInfo.Length: > 0 } => "has credentials in it, which everybody would see; give them as secrets of the source",
            { Scheme: "http" or "https" or "ssh", Query.Length: > 0 } or { Fragment.Length: > 0 } => "has a query or a fragment; the branch, tag or commit is given as ref",
            { Scheme: "ssh" } when !User().IsMatch(uri.UserInfo) => "has a user name that is none",
            { Scheme: "http" or "https" or "ssh" } when !Server().IsMatch(uri.Host) => "has no server name that can be one",
            { Scheme: "file" } => FileFault(uri, policy),
            { Scheme: "http" or "https" or "ssh" } => null,
            _ => $"is {uri.Scheme}://, which is not fetched from; https:// and ssh:// are",
        };
        if (fault is not null)
            return null;
        return uri.Scheme == "file"
            ? new GitAddress { Url = "file://" + Folders.RealPath(uri.LocalPath), Scheme = "file", Host = "", Port = 0, Folder = Folders.RealPath(uri.LocalPath) }
            : new GitAddress { Url = text, Scheme = uri.Scheme, Host = uri.Host.Trim('[', ']'), Port = uri.Port > 0 ? uri.Port : 22 };
    }

    private static string? FileFault(Uri uri, GitPolicy policy)
    {
        if (uri.Host.Length > 0)
            return "names another machine's file";
        // Links are followed before judging: a link in the folder may lead anywhere.
        var real = Folders.RealPath(uri.LocalPath);
        return policy.AllowedFolders.Select(Folders.RealPath).Any(allowed => Folders.IsBelow(real, allowed))
            ? null
            : "is not below a folder this platform fetches from (Build:AllowedFolders)";
    }

    [GeneratedRegex(@"\A(?<user>[A-Za-z0-9_][A-Za-z0-9_.-]*)@(?<host>[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?):(?<path>[^-:][^:]*)\z")]
    private static partial Regex ScpLike();

    // "ext::command" and its like start a program.
    [GeneratedRegex(@"\A[^/:]*::")]
    private static partial Regex Helper();

    [GeneratedRegex(@"\A([A-Za-z0-9_][A-Za-z0-9_.-]*)?\z")]
    private static partial Regex User();

    [GeneratedRegex(@"\A([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])\z")]
    private static partial Regex Server();
}
