using Platform.Contracts.Status.V1;

namespace Platform.Health;

/// <summary>What a live object's own fields say of its health.</summary>
/// <param name="Status">Null where its kind has no rule: it counts as healthy once it exists.</param>
/// <param name="Message">What is going on or wrong, for a person.</param>
public sealed record HealthReport(HealthStatus? Status, string? Message = null)
{
    /// <summary>No rule for the kind.</summary>
    public static HealthReport None { get; } = new(Status: null);

    private static readonly HealthReport Well = new(HealthStatus.Healthy);

    internal static HealthReport Healthy(string? message = null) => message is null ? Well : new(HealthStatus.Healthy, message);

    internal static HealthReport Suspended(string? message = null) => new(HealthStatus.Suspended, message);

    internal static HealthReport Progressing(string? message = null) => new(HealthStatus.Progressing, message);

    internal static HealthReport Degraded(string? message = null) => new(HealthStatus.Degraded, message);

    internal static HealthReport Unknown(string? message = null) => new(HealthStatus.Unknown, message);
}
