namespace Platform.Hosting;

/// <summary>Put on a connection by the listener that took it, so that no header can claim another door.</summary>
internal interface IDoorFeature
{
    Door Door { get; }
}

/// <inheritdoc cref="IDoorFeature"/>
internal sealed record DoorFeature(Door Door) : IDoorFeature;
