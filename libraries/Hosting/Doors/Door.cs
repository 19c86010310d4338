namespace Platform.Hosting;

/// <summary>Where a request came in.</summary>
public enum Door
{
    /// <summary>The gateway's port: anybody may knock.</summary>
    Public,

    /// <summary>A service's port: only the gateway, with its signed identity header.</summary>
    Internal,
}
