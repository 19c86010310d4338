namespace Platform.Kubernetes;

/// <summary>A field that another manager owns.</summary>
/// <param name="Manager">Its name, e.g. <c>kubectl-edit</c>.</param>
/// <param name="Field">E.g. <c>.spec.replicas</c>.</param>
/// <param name="Message">The server's words, e.g. <c>conflict with "kubectl-edit" using v1</c>.</param>
public sealed record FieldConflict(string Manager, string Field, string Message);
