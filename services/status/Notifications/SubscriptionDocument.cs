namespace Platform.Status.Notifications;

/// <summary>Who is told of a namespace's events, and how. The id is namespace/name.</summary>
internal sealed class SubscriptionDocument : IDocument
{
    public const string Purpose = "subscription";

    public string Id { get; set; } = "";

    public long Version { get; set; }

    public string Namespace { get; set; } = "";

    public string Name { get; set; } = "";

    public NotificationTarget Target { get; set; }

    /// <summary>The URL, encrypted: those of chats are as good as passwords.</summary>
    public string EncryptedUrl { get; set; } = "";

    /// <summary>The URL's host, to be shown.</summary>
    public string Host { get; set; } = "";

    /// <summary>What a webhook is signed with, encrypted; null: unsigned.</summary>
    public string? EncryptedSecret { get; set; }

    /// <summary>Addresses of mail.</summary>
    public List<string> To { get; set; } = [];

    /// <summary>Names of events, e.g. <c>rollout-failed</c>; none: all.</summary>
    public List<string> Types { get; set; } = [];

    /// <summary>Names of applications; none: all.</summary>
    public List<string> Applications { get; set; } = [];

    public bool Wants(string type, string? application) =>
        (Types.Count == 0 || Types.Contains(type)) && (Applications.Count == 0 || (application is not null && Applications.Contains(application)));

    public static string IdOf(string ns, string name) => $"{ns}/{name}";
}
