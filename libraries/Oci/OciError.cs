namespace Platform.Oci;

/// <summary>Why an artifact store could not do what was asked.</summary>
public enum OciError
{
    /// <summary>The store does not have it.</summary>
    NotFound,

    /// <summary>The registry wants other credentials (401, 403).</summary>
    Unauthorized,

    /// <summary>No connection, no name, no answer in time, or a 5xx: worth another try.</summary>
    Unreachable,

    /// <summary>The registry asks for patience (429): worth another try, later.</summary>
    Busy,

    /// <summary>The registry refuses what was sent.</summary>
    Rejected,

    /// <summary>The content is not what its digest or form says.</summary>
    Corrupt,

    /// <summary>No room is left.</summary>
    Full,
}
