namespace Platform.Sandbox.Api;

/// <summary>A request path below /api or /apis, taken apart.</summary>
internal sealed record ApiPath(string Group, string Version, string? Namespace, string? Resource, string? Name, string? Subresource, bool Watch)
{
    /// <summary>Null where the path isn't one of the API.</summary>
    public static ApiPath? Parse(string path)
    {
        var parts = path.Split('/');
        if (parts.Length < 2 || parts[0].Length != 0 || parts[1] is not ("api" or "apis")) return null;
        var segments = parts[2..];
        if (segments.Length > 0 && segments[^1].Length == 0) segments = segments[..^1];
        var grouped = parts[1] == "apis";
        var (group, version) = grouped ? (At(segments, 0) ?? "", At(segments, 1) ?? "") : ("", At(segments, 0) ?? "");
        var rest = segments.Skip(grouped ? 2 : 1).ToArray();
        var watch = At(rest, 0) == "watch";
        if (watch) rest = rest[1..];
        if (At(rest, 0) != "namespaces") return new(group, version, null, At(rest, 0), At(rest, 1), Rest(rest, 2), watch);
        if (rest.Length <= 2 || rest[2] is "status" or "finalize") return new(group, version, null, "namespaces", At(rest, 1), Rest(rest, 2), watch);
        return new(group, version, rest[1], rest[2], At(rest, 3), Rest(rest, 4), watch);
    }

    private static string? At(string[] parts, int index) => index < parts.Length ? Uri.UnescapeDataString(parts[index]) : null;

    private static string? Rest(string[] parts, int from) => from < parts.Length ? string.Join('/', parts[from..]) : null;
}
