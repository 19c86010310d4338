namespace Platform.Package.Packaging;

/// <summary>Component packages that were built are not in the artifact store any more; they have to be built again.</summary>
internal sealed class MissingComponentsException(IReadOnlyList<PackageComponent> components, string store) : Exception(
    string.Join("; ", components.Select(c => $"{c.Component}: its package {c.Digest} is not in {store} any more; a retry builds it again")))
{
    internal IReadOnlyList<string> Components { get; } = [.. components.Select(c => c.Component)];
}
