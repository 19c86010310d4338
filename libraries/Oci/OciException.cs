namespace Platform.Oci;

/// <summary>An artifact store could not do what was asked; the message is for a person and names host and reference.</summary>
public sealed class OciException : Exception
{
    public OciException(OciError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    /// <summary>The kind of failure.</summary>
    public OciError Error { get; }

    /// <summary>True when the same request may succeed later.</summary>
    public bool IsTransient => Error is OciError.Unreachable or OciError.Busy;
}
