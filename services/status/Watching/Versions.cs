namespace Platform.Status.Watching;

/// <summary>Compares resourceVersions. API servers number them in one growing sequence; what is no number is only equal or not.</summary>
internal static class Versions
{
    public static bool AtLeast(string version, string wanted) =>
        ulong.TryParse(version, out var a) && ulong.TryParse(wanted, out var b) ? a >= b : version == wanted;
}
