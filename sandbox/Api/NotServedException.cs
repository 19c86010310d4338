namespace Platform.Sandbox.Api;

/// <summary>A path the server has nothing at: answered as plain text, unlike paths of the API.</summary>
internal sealed class NotServedException : Exception;
