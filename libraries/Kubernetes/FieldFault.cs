namespace Platform.Kubernetes;

/// <summary>A field an API server found fault with.</summary>
/// <param name="Field">E.g. <c>spec.template.spec.containers[0].name</c>.</param>
/// <param name="Reason">E.g. <c>FieldValueRequired</c>.</param>
/// <param name="Message">The server's words.</param>
public sealed record FieldFault(string Field, string Reason, string Message);
