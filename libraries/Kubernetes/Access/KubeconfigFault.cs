namespace Platform.Kubernetes;

/// <summary>One thing wrong with a kubeconfig.</summary>
/// <param name="Path">JSON pointer into the kubeconfig, e.g. <c>/users/0/user/exec</c>; empty for the whole document.</param>
/// <param name="Line">1-based line of the YAML, where known.</param>
/// <param name="Column">1-based column of the YAML, where known.</param>
/// <param name="Detail">What is wrong and what would be right; never holds a credential.</param>
public sealed record KubeconfigFault(string Path, int? Line, int? Column, string Detail);
