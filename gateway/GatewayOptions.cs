using System.ComponentModel.DataAnnotations;

namespace Platform.Gateway;

/// <summary>What of the gateway can be set: section <c>Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>Requests a second that one key may go on making.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>Requests that one key may make at once before that.</summary>
    [Range(1, 1_000_000)]
    public int RequestBurst { get; set; } = 1000;

    /// <summary>Requests without a valid key that one address may make, per minute.</summary>
    [Range(1, 1_000_000)]
    public int RefusalsPerMinute { get; set; } = 120;

    /// <summary>Largest request body in bytes, bundles apart.</summary>
    [Range(1024, int.MaxValue)]
    public long MaximumBody { get; set; } = 4 * 1024 * 1024;

    /// <summary>Largest bundle in bytes.</summary>
    [Range(1024, long.MaxValue)]
    public long MaximumBundle { get; set; } = 20L * 1024 * 1024 * 1024;

    /// <summary>How long a key is remembered, and so how long one revoked elsewhere still opens here.</summary>
    public TimeSpan KeyMemory { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long audit entries are kept.</summary>
    public TimeSpan AuditRetention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How long a service that could not be reached is left alone while another can take its calls.</summary>
    public TimeSpan Reactivation { get; set; } = TimeSpan.FromSeconds(2);
}
