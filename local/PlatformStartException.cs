namespace Platform.Local;

/// <summary>The platform could not be started; the message says why.</summary>
internal sealed class PlatformStartException(string message) : Exception(message);
