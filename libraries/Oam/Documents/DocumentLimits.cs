namespace Platform.Oam.Documents;

/// <summary>How much of a document is read before it is refused. Generous for people, tight for YAML bombs.</summary>
public static class DocumentLimits
{
    /// <summary>Bytes of text (UTF-8).</summary>
    public const int Bytes = 1024 * 1024;

    /// <summary>Values in all documents of a text, aliases counted as often as they are used.</summary>
    public const int Nodes = 100_000;

    /// <summary>Maps and lists within each other.</summary>
    public const int Depth = 100;

    /// <summary>Faults told before the rest is only counted.</summary>
    public const int Faults = 200;
}
