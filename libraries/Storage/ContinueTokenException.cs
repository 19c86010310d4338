namespace Platform.Storage;

/// <summary>A continue token that nobody gave out, or that belongs to another order. A caller's mistake: 400 over HTTP.</summary>
public sealed class ContinueTokenException(string message) : Exception(message);
