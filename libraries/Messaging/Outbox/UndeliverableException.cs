namespace Platform.Messaging;

/// <summary>A message that waits in an outbox and that no later attempt can send either.</summary>
public sealed class UndeliverableException : Exception
{
    /// <summary>Makes one.</summary>
    public UndeliverableException()
    {
    }

    /// <summary>Makes one with its reason.</summary>
    public UndeliverableException(string message) : base(message)
    {
    }

    /// <summary>Makes one with its reason and cause.</summary>
    public UndeliverableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
