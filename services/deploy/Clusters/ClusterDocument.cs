using Platform.Messaging;

namespace Platform.Deploy.Clusters;

/// <summary>A registered cluster; its id is its name. What is seen of it is in <see cref="ReachabilityDocument"/>.</summary>
internal sealed class ClusterDocument : OutboxDocument
{
    public Dictionary<string, string> Labels { get; set; } = [];

    /// <summary>A JSON object as text.</summary>
    public string Parameters { get; set; } = "{}";

    public string? NamespaceDefault { get; set; }

    /// <summary>Applications without a topology go here.</summary>
    public bool IsDefault { get; set; }

    /// <summary>The API server, for people; credentials are not in it.</summary>
    public string Server { get; set; } = "";

    public string EncryptedKubeconfig { get; set; } = "";

    public string KeyId { get; set; } = "";

    /// <summary>Grows with every change of credentials, and over a removal and a new registration too: it is made of the time.</summary>
    public long CredentialsGeneration { get; set; }

    /// <summary>Counts changes by people: the ETag.</summary>
    public long Generation { get; set; }

    public DateTimeOffset RegisteredAt { get; set; }

    public string RegisteredBy { get; set; } = "";
}
