namespace Platform.Sandbox;
public sealed class SandboxOptions { public string? DataDirectory { get; set; } public IReadOnlyList<SandboxClusterOptions> Clusters { get; set; } = []; }
public sealed class SandboxClusterOptions { public string Name { get; set; } = ""; public Dictionary<string, string> Labels { get; set; } = []; }
public sealed class SandboxCluster { public string Name { get; set; } = ""; public string KubeconfigText { get; set; } = ""; public Dictionary<string, string> Labels { get; set; } = []; }
public sealed class SandboxFleet : IAsyncDisposable { public IReadOnlyList<SandboxCluster> Clusters { get; set; } = []; public static Task<SandboxFleet> StartAsync(SandboxOptions o) => Task.FromResult(new SandboxFleet()); public ValueTask DisposeAsync() => default; }
