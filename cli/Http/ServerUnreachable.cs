namespace Platform.Cli.Http;

/// <summary>No answer: whoever waits for something long may try again.</summary>
internal sealed class ServerUnreachable(string message, Exception inner) : CommandFailure(ExitCodes.Unavailable, message, inner);
