using Platform.Messaging;

namespace Platform.Deploy.Applications;

/// <summary>
/// An application as it stands: its newest revision and rollout; id <c>namespace/name</c>. It stays, marked, when the application was
/// deleted, so that the numbers of revisions and rollouts go on and no old news is ever taken for new.
/// </summary>
internal sealed class ApplicationDocument : OutboxDocument
{
    public string Namespace { get; set; } = "";

    public string Name { get; set; } = "";

    public Dictionary<string, string> Labels { get; set; } = [];

    /// <summary>Number of the newest revision.</summary>
    public long Revision { get; set; }

    /// <summary>Installed definitions that the newest revision pins, as <c>kind/name</c>.</summary>
    public List<string> Definitions { get; set; } = [];

    public string ContentDigest { get; set; } = "";

    /// <summary>The newest rollout.</summary>
    public Guid Rollout { get; set; }

    /// <summary>Its number: they grow, and work of a lower number gives way.</summary>
    public long RolloutNumber { get; set; }

    /// <summary>The newest rollout removes the application.</summary>
    public bool Removing { get; set; }

    public bool Deleted { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset SubmittedAt { get; set; }

    public string SubmittedBy { get; set; } = "";

    public static string IdOf(string ns, string name) => $"{ns}/{name}";
}
