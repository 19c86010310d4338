namespace Platform.Tools;

/// <summary>A repository cannot be fetched; the message is for the person who named it.</summary>
public sealed class GitException(string message, Exception? inner = null) : Exception(message, inner);
