namespace Platform.Sandbox.Kinds;

/// <summary>The order of API versions: v2 after v1 after v1beta2 after v1alpha1.</summary>
internal sealed partial class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y) => Rank(x!).CompareTo(Rank(y!));

    [System.Text.RegularExpressions.GeneratedRegex(@"^v(\d+)(?:(alpha|beta)(\d+))?$")]
    private static partial System.Text.RegularExpressions.Regex Pattern();

    private static (int Stability, int Major, int Minor) Rank(string version)
    {
        var match = Pattern().Match(version);
        if (!match.Success) return (0, 0, 0);
        var stability = match.Groups[2].Value switch { "" => 3, "beta" => 2, _ => 1 };
        return (stability, int.Parse(match.Groups[1].Value), match.Groups[3].Success ? int.Parse(match.Groups[3].Value) : 0);
    }
}
