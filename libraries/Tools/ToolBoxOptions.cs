namespace Platform.Tools;

/// <summary>Where programs are looked for (configuration section <c>Tools</c>).</summary>
public sealed class ToolBoxOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Tools";

    /// <summary>Folders that are looked in before PATH.</summary>
    public IList<string> Folders { get; init; } = [];
}
