namespace Platform.Contracts.Build.V1;

/// <summary>An existing image.</summary>
public sealed record ImageSource
{
    /// <summary>Reference with tag or digest, e.g. <c>registry.example/shop/web:1.2</c>.</summary>
    public required string Ref { get; init; }
}
