namespace Platform.Hosting;

/// <summary>Text that is no YAML, or more than the platform reads; line and column from 1.</summary>
public sealed class YamlTextException(string message, int line, int column) : Exception(message)
{
    /// <summary>Line of the fault.</summary>
    public int Line { get; } = line;

    /// <summary>Column of the fault.</summary>
    public int Column { get; } = column;
}
