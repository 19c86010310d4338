namespace Platform.Contracts.Status.V1;

/// <summary>Health of one component on one cluster.</summary>
public sealed record ComponentHealth
{
    /// <summary>Component name.</summary>
    public required string Component { get; init; }

    /// <summary>The worst of its objects.</summary>
    public required HealthStatus Health { get; init; }

    /// <summary>What is wrong, for a person.</summary>
    public string? Message { get; init; }

    /// <summary>Images seen running, for information.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];
}
