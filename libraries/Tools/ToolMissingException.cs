namespace Platform.Tools;

/// <summary>A program is not on this machine. The message says how to get it.</summary>
public sealed class ToolMissingException(string name, string advice) : Exception($"The program {name} is missing: {advice}.")
{
    /// <summary>The program.</summary>
    public string Name { get; } = name;
}
