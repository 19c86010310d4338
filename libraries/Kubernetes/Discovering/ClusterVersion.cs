namespace Platform.Kubernetes;

/// <summary>Version of an API server.</summary>
/// <param name="Major">E.g. 1.</param>
/// <param name="Minor">E.g. 36.</param>
/// <param name="GitVersion">E.g. <c>v1.36.2</c>.</param>
public sealed record ClusterVersion(int Major, int Minor, string GitVersion);
