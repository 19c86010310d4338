namespace Platform.Oam.Plugins.Scripts;

/// <summary>How far a script of a definition may go. Beyond is a fault of the definition, never of the platform.</summary>
internal static class ScriptLimits
{
    /// <summary>Characters of one script.</summary>
    public const int Source = 64 * 1024;

    /// <summary>Statements of one call: what usually ends a script that doesn't end.</summary>
    public const int Statements = 200_000;

    /// <summary>Bytes allocated in one call.</summary>
    public const long Memory = 16 * 1024 * 1024;

    /// <summary>Calls within calls.</summary>
    public const int Recursion = 64;

    /// <summary>Elements of an array.</summary>
    public const int Elements = 50_000;

    /// <summary>Expressions within each other.</summary>
    public const int Nesting = 100;

    /// <summary>Texts joined in one statement; limits are looked at between statements.</summary>
    public const int Joins = 128;

    /// <summary>Values in what a script returns.</summary>
    public const int Values = 20_000;

    /// <summary>Characters in what a script returns.</summary>
    public const int Characters = 1024 * 1024;

    /// <summary>A regular expression may take so long.</summary>
    public static readonly TimeSpan Regex = TimeSpan.FromMilliseconds(100);

    /// <summary>One call may take so long, on a machine that is busy: the other limits end it sooner.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(2);
}
