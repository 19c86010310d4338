using System.Text.RegularExpressions;

namespace Platform.Oci;

/// <summary>The grammar of repository and tag names (distribution-spec, "Pulling manifests").</summary>
public static partial class OciNames
{
    /// <summary>True for a repository name such as <c>shop/web</c>.</summary>
    public static bool IsRepository(string name) => name.Length <= 255 && Repository().IsMatch(name);

    /// <summary>True for a tag such as <c>1.4.0</c>.</summary>
    public static bool IsTag(string tag) => Tag().IsMatch(tag);

    /// <summary>The tag of a semantic version: <c>+</c> is not allowed in tags and becomes <c>_</c>.</summary>
    public static string TagOf(string version) => version.Replace('+', '_');

    internal static void RequireRepository(string name)
    {
        if (!IsRepository(name))
            throw new ArgumentException($"'{name}' is not a repository name: lower-case letters, digits, and single . _ - between them, parts joined by /.", nameof(name));
    }

    internal static void RequireTag(string tag)
    {
        if (!IsTag(tag))
            throw new ArgumentException($"'{tag}' is not a tag: at most 128 letters, digits, _ . -, not beginning with . or -.", nameof(tag));
    }

    [GeneratedRegex(@"\A[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z")]
    private static partial Regex Repository();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex Tag();
}
