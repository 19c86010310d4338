namespace Platform.Local.Delivery;

/// <summary>The sample application as it lies in <c>samples/shop</c>.</summary>
internal sealed record Sample(string Namespace, string Application, string Document, IReadOnlyList<(string Component, string Yaml)> Sources)
{
    private const string RepositoryMark = "{{repository}}";

    /// <summary>The folder that becomes the sample's git repository.</summary>
    public static string RepositoryFolder => Path.Combine(Folder, "repository");

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "samples", "shop");

    /// <summary>
    /// The same, naming that version of its package rather than a range: Deploy may not have heard of it yet, and would take the one before.
    /// </summary>
    public Sample Naming(string version) => this with { Document = Document.Replace($"{Application}:^1.0.0", $"{Application}:{version}", StringComparison.Ordinal) };

    /// <summary>The sample, with its sources in the git repository at <paramref name="repository"/>.</summary>
    /// <exception cref="DeliveryException">The samples folder is not where the program was built.</exception>
    public static Sample Load(string repository)
    {
        if (!File.Exists(Path.Combine(Folder, "application.yaml")))
            throw new DeliveryException($"The sample is missing: {Folder}");
        var sources = Directory.EnumerateFiles(Path.Combine(Folder, "sources"), "*.yaml")
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file).Replace(RepositoryMark, repository, StringComparison.Ordinal)));
        return new Sample("default", "shop", File.ReadAllText(Path.Combine(Folder, "application.yaml")), [.. sources]);
    }
}
