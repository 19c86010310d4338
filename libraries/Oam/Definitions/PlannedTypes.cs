namespace Platform.Oam.Definitions;

/// <summary>
/// Types that other OAM runtimes have and this one doesn't yet: an application that uses one hears that, and not that the
/// type is unknown. A type leaves this list when it moves into <see cref="BuiltInTypes" />.
/// </summary>
internal static class PlannedTypes
{
    private static readonly Dictionary<string, string[]> Types = new()
    {
        ["component"] = [],
        ["trait"] = ["nocalhost"],
        ["policy"] = [],
        ["step"] = [],
    };

    public static IReadOnlyList<string> Of(string kind) => Types[kind];

    public static bool Contains(string kind, string name) => Types[kind].Contains(name);

}
