namespace Platform.Network;

/// <summary>What somebody named by its address, or a version of it, isn't had. The message, a clause without a full stop, says why.</summary>
public sealed class FetchException(string message, bool isTransient = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The server is away or busy: the same may be had later.</summary>
    public bool IsTransient { get; } = isTransient;
}
