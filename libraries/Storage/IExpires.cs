namespace Platform.Storage;

/// <summary>
/// A document that goes by itself some time after <see cref="ExpiresAt"/>, usually within a minute or two.
/// Until then it can still be read, so a reader for whom the exact time matters looks at it.
/// </summary>
public interface IExpires
{
    /// <summary>When it may go; null keeps it.</summary>
    DateTimeOffset? ExpiresAt { get; set; }
}
