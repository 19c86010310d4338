namespace Platform.Local.Delivery;

/// <summary>The sample application as it lies in <c>samples/shop</c>.</summary>
internal sealed record Sample(string Namespace, string Application, string PackageVersion, string Document, IReadOnlyList<(string Component, string Yaml)> Sources)
{
    /// <exception cref="DeliveryException">The samples folder is not where the program was built.</exception>
    public static Sample Load()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples", "shop");
        if (!File.Exists(Path.Combine(folder, "application.yaml")))
            throw new DeliveryException($"The sample is missing: {folder}");
        var sources = Directory.EnumerateFiles(Path.Combine(folder, "sources"), "*.yaml")
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)));
        return new Sample("default", "shop", "1.0.0", File.ReadAllText(Path.Combine(folder, "application.yaml")), [.. sources]);
    }
}
