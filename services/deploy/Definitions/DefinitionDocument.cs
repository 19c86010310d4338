using Platform.Messaging;

namespace Platform.Deploy.Definitions;

/// <summary>An installed definition as it stands; its id is <c>kind/name</c>. It stays, marked, when it was removed, so that its revisions go on.</summary>
internal sealed class DefinitionDocument : OutboxDocument
{
    /// <summary>The newest revision.</summary>
    public long Revision { get; set; }

    /// <summary>SHA-256 of what it says.</summary>
    public string Digest { get; set; } = "";

    /// <summary>The definition, a JSON object as text.</summary>
    public string Document { get; set; } = "{}";

    public bool Removed { get; set; }

    public DateTimeOffset InstalledAt { get; set; }

    public string InstalledBy { get; set; } = "";

    public static string IdOf(string kind, string name) => $"{kind}/{name}";

    public static string KindOf(string id) => id[..id.IndexOf('/', StringComparison.Ordinal)];

    public static string NameOf(string id) => id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
