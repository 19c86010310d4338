namespace Platform.Sandbox;

/// <summary>What a <see cref="SandboxFleet"/> is made of.</summary>
public sealed class SandboxOptions
{
    public IReadOnlyList<SandboxClusterOptions> Clusters { get; init; } = [];

    /// <summary>Where state, certificates and ports are kept; null keeps nothing.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Clusters without a port of their own take this one and the following; 0 takes the remembered or any free ones.</summary>
    public int PortBase { get; init; }

    /// <summary>All clusters behind one port, told apart by path (`/clusters/NAME`); for hundreds of them.</summary>
    public bool SharedPort { get; init; }

    /// <summary>
    /// The name by which kubeconfigs reach the clusters. Anything but this machine's own address makes the clusters listen on every
    /// interface (the admin API never does).
    /// </summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port of the admin API on the loopback interface; 0 takes any free one.</summary>
    public int AdminPort { get; init; }

    /// <summary>A change is on disk this long after it at the latest.</summary>
    public TimeSpan SnapshotDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
