namespace Platform.Status.Watching;

/// <summary>A kind of objects in a namespace.</summary>
internal readonly record struct Place(string Namespace, string Kind);
