namespace Platform.Tools;

/// <summary>An archive is refused, or is none; the message names the entry.</summary>
public sealed class ArchiveException(string message, Exception? inner = null) : Exception(message, inner);
