namespace Platform.Deploy.Planning.Fetching;

/// <summary>What was asked for can't be had as it is asked for: a fault of the application, in the words of the message.</summary>
internal sealed class UnusableException(string message, Exception? inner = null) : Exception(message, inner);
