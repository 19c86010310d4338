namespace Platform.Cli.Progress;

/// <summary>Small parts of sentences.</summary>
internal static class Words
{
    /// <summary><c>: text</c>, or nothing where there is none.</summary>
    public static string After(string? text) => string.IsNullOrEmpty(text) ? "" : ": " + text;
}
