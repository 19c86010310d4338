namespace Platform.Status.Inventories;

/// <summary>An application's part on one cluster.</summary>
internal readonly record struct Part(string Cluster, string Namespace, string Application)
{
    /// <summary>Id of the documents about it. Names are DNS labels, so nothing needs escaping.</summary>
    public string Id => $"{Cluster}/{Namespace}/{Application}";

    /// <summary>Id of the application's own document.</summary>
    public string ApplicationId => $"{Namespace}/{Application}";
}
